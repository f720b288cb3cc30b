"""Days that have a name in English or Chinese, fixed or moving: Christmas, Easter, Black Friday, 中秋, 双十一."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from nlu.entities import days
from nlu.entities.days import Lean

_DAY = timedelta(days=1)
# New Year's, dragon boat, lovers' and mid-autumn days by the Chinese calendar, which has no short formula.
_LUNAR = {
    name: [date.fromisoformat(day) for day in dates.split()]
    for name, dates in {
        "spring": """2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13
                     2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08""",
        "dragon": """2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16
                     2030-06-05 2031-06-24 2032-06-12 2033-06-01 2034-06-20 2035-06-10""",
        "lovers": """2024-08-10 2025-08-29 2026-08-19 2027-08-08 2028-08-26 2029-08-16
                     2030-08-05 2031-08-24 2032-08-12 2033-08-01 2034-08-20 2035-08-10""",
        "autumn": """2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22
                     2030-09-12 2031-10-01 2032-09-19 2033-09-08 2034-09-27 2035-09-16""",
    }.items()
}

ENGLISH = {
    "christmas eve": "12-24", "christmas": "12-25", "xmas": "12-25", "boxing day": "12-26", "new year": "01-01",
    "new years": "01-01", "new year's": "01-01", "new years day": "01-01", "new year's day": "01-01", "new years eve": "12-31",
    "new year's eve": "12-31", "valentines": "02-14", "valentine's": "02-14", "valentines day": "02-14",
    "valentine's day": "02-14", "halloween": "10-31", "singles day": "11-11", "singles' day": "11-11", "double 11": "11-11",
    "double eleven": "11-11", "double 12": "12-12", "black friday": "black friday", "cyber monday": "cyber monday",
    "thanksgiving": "thanksgiving", "mother's day": "mothers", "mothers day": "mothers", "father's day": "fathers",
    "fathers day": "fathers", "easter monday": "easter monday", "easter sunday": "easter", "easter": "easter",
    "good friday": "good friday", "chinese new year": "spring", "lunar new year": "spring", "spring festival": "spring",
    "mid-autumn festival": "autumn", "mid autumn festival": "autumn", "dragon boat festival": "dragon",
}  # fmt: skip
CHINESE = {
    "春节": "spring", "过年": "spring", "大年": "spring", "除夕": "spring eve", "大年三十": "spring eve", "年三十": "spring eve",
    "元宵": "lanterns", "端午": "dragon", "七夕": "lovers", "中秋": "autumn", "清明": "clear", "元旦": "01-01",
    "情人节": "02-14", "妇女节": "03-08", "五一": "05-01", "劳动节": "05-01", "儿童节": "06-01", "六一": "06-01",
    "母亲节": "mothers", "父亲节": "fathers", "教师节": "09-10", "国庆": "10-01", "双十一": "11-11", "双11": "11-11",
    "黑五": "black friday", "黑色星期五": "black friday", "感恩节": "thanksgiving", "双十二": "12-12", "双12": "12-12",
    "平安夜": "12-24", "圣诞": "12-25", "618": "06-18",
}  # fmt: skip


def nearest(today: date, name: str, lean: Lean) -> date | None:
    """The day of that name that is meant; those by the Chinese calendar are known for 2024 to 2035."""
    around = (in_year(name, today.year + years) for years in (-1, 0, 1))
    return days.nearest((day for day in around if day is not None), today, lean)


def in_year(name: str, year: int) -> date | None:
    """The day of that name in `year`; `name` is a month and a day, or one that ENGLISH or CHINESE leads to."""
    if name in _MOVING:
        return _MOVING[name](year)
    month, day = name.split("-")
    return days.valid(year, int(month), int(day))


def _lunar(name: str, later: int = 0) -> Callable[[int], date | None]:
    """The day that is `later` days after one by the Chinese calendar."""
    known = {day.year: day + later * _DAY for day in _LUNAR[name]}
    return known.get


def _weekday_of_month(month: int, weekday: int, which: int, later: int = 0) -> Callable[[int], date]:
    """The day that is `later` days after the first, second ... (`which`) `weekday` (Monday is 0) of a month."""

    def day(year: int) -> date:
        first = date(year, month, 1)
        return first + ((weekday - first.weekday()) % 7 + 7 * (which - 1) + later) * _DAY

    return day


def _easter(later: int = 0) -> Callable[[int], date]:
    """Easter Sunday by the anonymous Gregorian algorithm (J. Meeus, Astronomical Algorithms, chapter 8), `later` days on."""

    def day(year: int) -> date:
        century, golden = year // 100, year % 19
        epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
        sunday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 4) % 7
        correction = (golden + 11 * epact + 22 * sunday) // 451
        month, rest = divmod(epact + sunday - 7 * correction + 114, 31)
        return date(year, month, rest + 1) + later * _DAY

    return day


def _clear(year: int) -> date:
    """The solar term of 15 degrees, by the mean tropical year; right from 2000 to 2099."""
    return date(year, 4, int(year % 100 * 0.2422 + 4.81) - year % 100 // 4)


_MOVING: Mapping[str, Callable[[int], date | None]] = {
    "spring": _lunar("spring"),
    "spring eve": _lunar("spring", -1),
    "lanterns": _lunar("spring", 14),
    "dragon": _lunar("dragon"),
    "lovers": _lunar("lovers"),
    "autumn": _lunar("autumn"),
    "clear": _clear,
    "mothers": _weekday_of_month(5, 6, 2),
    "fathers": _weekday_of_month(6, 6, 3),
    "thanksgiving": _weekday_of_month(11, 3, 4),
    "black friday": _weekday_of_month(11, 3, 4, later=1),
    "cyber monday": _weekday_of_month(11, 3, 4, later=4),
    "easter": _easter(),
    "easter monday": _easter(1),
    "good friday": _easter(-2),
}
