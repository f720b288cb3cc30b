"""Days, weeks, months and seasons counted from today, and written as ISO 8601 does."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

Lean = Literal[-1, 0, 1]
"""Where a sentence points: -1 to what has been, 1 to what is to come, 0 either way."""

_WEEK = timedelta(days=7)
# New Year's, dragon boat and mid-autumn days by the Chinese calendar, which has no short formula.
_LUNAR = {
    "spring": """2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13
                 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08""",
    "dragon": """2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16
                 2030-06-05 2031-06-24 2032-06-12 2033-06-01 2034-06-20 2035-06-10""",
    "autumn": """2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22
                 2030-09-12 2031-10-01 2032-09-19 2033-09-08 2034-09-27 2035-09-16""",
}
_SEASON_STARTS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
# Extended Date/Time Format, level 1 (Library of Congress, part of ISO 8601-2): 2025-21 is the spring of 2025.
_SEASON_CODES = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}


def nearest(days: Iterable[date], today: date, lean: Lean) -> date | None:
    """The day that is meant: the closest to `today` on the side that the sentence leans to, None when there is none."""
    fitting = [day for day in days if (day - today).days * lean >= 0]
    return min(fitting, key=lambda day: (abs(day - today), day < today), default=None)


def weekday(today: date, index: int, lean: Lean) -> date | None:
    """The nearest day of the week; `index` counts from Monday, 0."""
    monday = today - timedelta(days=today.weekday())
    return nearest((monday + timedelta(days=index) + week * _WEEK for week in (-1, 0, 1)), today, lean)


def weekday_of_week(today: date, index: int, weeks: int) -> date:
    """The day `index` (Monday is 0) of the week that is `weeks` from this one."""
    return today + timedelta(days=index - today.weekday()) + weeks * _WEEK


def month_shifted(today: date, months: int, day: int = 1) -> date | None:
    """Day `day` of the month that is `months` from today's, None when that month has no such day."""
    years, month = divmod(today.month - 1 + months, 12)
    return valid(today.year + years, month + 1, day)


def day_of_month(today: date, day: int, lean: Lean) -> date | None:
    """The nearest `day`th of a month."""
    return nearest(_existing(month_shifted(today, months, day) for months in range(-2, 3)), today, lean)


def day_of_year(today: date, month: int, day: int, lean: Lean) -> date | None:
    """The nearest `day` of `month` (1 to 12)."""
    return nearest(_existing(valid(today.year + years, month, day) for years in range(-4, 5)), today, lean)


def _existing(days: Iterable[date | None]) -> list[date]:
    return [day for day in days if day is not None]


def valid(year: int, month: int, day: int) -> date | None:
    """The day, None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of_year(today: date, month: int, lean: Lean) -> str:
    """The nearest month, as 2025-03."""
    middle = day_of_year(today, month, 15, 0 if month == today.month else lean)
    return f"{(middle or today):%Y-%m}"


def week(today: date, weeks: int) -> str:
    """The ISO week that is `weeks` from today's, as 2025-W10."""
    year, number, _ = (today + weeks * _WEEK).isocalendar()
    return f"{year}-W{number:02d}"


def season(today: date, name: str, shift: Lean) -> str:
    """The last, this or next season of that name, as 2025-21; a winter counts for the year that it begins in."""
    begins = _SEASON_STARTS[name]
    year = today.year - (name == "winter" and today.month < 3)
    over = today.month >= begins + 3 and name != "winter"
    begun = over or today.month >= begins or year < today.year
    if shift < 0:
        year -= not over
    elif shift > 0:
        year += begun
    return f"{year}-{_SEASON_CODES[name]}"


def season_of(year: int, name: str) -> str:
    """The season of that year."""
    return f"{year}-{_SEASON_CODES[name]}"


def feast(today: date, name: str, lean: Lean, year: int | None = None) -> date | None:
    """A day that moves with the Chinese calendar (spring, dragon or autumn), nearest or in `year`; known for 2024 to 2035."""
    days = [date.fromisoformat(day) for day in _LUNAR[name].split()]
    return nearest((day for day in days if year in (None, day.year)), today, 0 if year else lean)


def black_friday(today: date, lean: Lean) -> date | None:
    """The day after the fourth Thursday of November."""
    firsts = [date(today.year + years, 11, 1) for years in (-1, 0, 1)]
    return nearest((first + timedelta(days=(3 - first.weekday()) % 7 + 22) for first in firsts), today, lean)
