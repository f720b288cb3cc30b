"""Dates in digits alone: 2025-03-05, 2025/3/5, 05.03.2025, on 3/5."""

import re
from collections.abc import Iterator
from datetime import date

from nlu.entities import days
from nlu.entities.dates_english import lean
from nlu.entities.spans import Context, Span

_YEAR_FIRST = re.compile(r"(?<![\d./-])((?:19[3-9]|20\d)\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-])")
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])(\d{1,2})\2((?:19[3-9]|20\d)\d|\d\d)(?![\d/-])")
# Two numbers and a slash are a date only where the words next to them say so: 1/2 is a half, 24/7 always.
_NO_YEAR = re.compile(
    r"(?:\b(?:on|by|since|before|until|till|dated|from)\s|[在于从])(\d{1,2})/(\d{1,2})(?![\d/])|(?<![\d/])(\d{1,2})/(\d{1,2})(?=[买下拍到收签发付]|之?前)"
)
# ... or where one of them can only be a day: 12/24. A ratio, 16/9, and round the clock, 24/7, are named.
_DAY_AND_MONTH = re.compile(
    r"(?<![\d./a-z$€£¥-])(?!24/7|16/9|16/10)(?:(1[3-9]|2\d|3[01])/(0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])/(1[3-9]|2\d|3[01]))"
    r"(?![\d./-]|\s?(?:[a-z%]{1,3}\b|inch|hours|days|people))"
)
_FEWEST_DIGITS = 2


def find(context: Context) -> Iterator[Span]:
    """Dates as 2025-03-05. English customers mostly put the day first, Chinese ones the month; 13 and more can only be a day."""
    if context.digits < _FEWEST_DIGITS:
        return
    for match in _YEAR_FIRST.finditer(context.text):
        yield from _span(match.start(), match.end(), days.valid(int(match[1]), int(match[3]), int(match[4])))
    for match in _YEAR_LAST.finditer(context.text):
        year = int(match[4]) if len(match[4]) == 4 else 2000 + int(match[4])
        month, day = _ordered(context, int(match[1]), int(match[3]))
        yield from _span(match.start(), match.end(), days.valid(year, month, day))
    for match in _NO_YEAR.finditer(context.text):
        first, second = (1, 2) if match[1] else (3, 4)
        start, end = match.start(first), match.end(second)
        month, day = _ordered(context, int(match[first]), int(match[second]))
        yield from _span(start, end, days.day_of_year(context.today, month, day, lean(context.text, start, end)))
    for match in _DAY_AND_MONTH.finditer(context.text):
        start, end = match.span()
        day, month = int(match[1] or match[4]), int(match[2] or match[3])
        yield from _span(start, end, days.day_of_year(context.today, month, day, lean(context.text, start, end)))


def _ordered(context: Context, first: int, second: int) -> tuple[int, int]:
    """Month and day of the two numbers, whichever comes first."""
    day_first = context.language == "en" and second <= 12
    return (second, first) if day_first or first > 12 else (first, second)


def _span(start: int, end: int, day: date | None) -> Iterator[Span]:
    if day is not None:
        yield Span("date", start, end, day.isoformat())
