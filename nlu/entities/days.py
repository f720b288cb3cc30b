"""Days, weeks, months and seasons counted from today, and written as ISO 8601 does."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

Lean = Literal[-1, 0, 1]
"""Where a sentence points: -1 to what has been, 1 to what is to come, 0 either way."""

_WEEK = timedelta(days=7)
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
