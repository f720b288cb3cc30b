"""Dates in English: yesterday, last Friday, 3 days ago, March 3, the 28th, Black Friday."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from nlu.entities import days, holidays
from nlu.entities.days import Lean
from nlu.entities.numerals import english_number
from nlu.entities.spans import Context, Span

_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_MONTH = (
    r"(jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b"
)
_WEEKDAY = r"(mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"((?:19[3-9]|20\d)\d)"
# The day of the week before a date says nothing that the date does not: Friday 13 March.
_NAMED = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?,? (?:the )?)?"
_COUNT = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|twenty|thirty"
_NUMBER = rf"(\d{{1,3}}|an?(?: few| couple(?: of)?)?|{_COUNT})"
_RELATIVE = {
    "just now": 0, "today": 0, "todays": 0, "2day": 0, "earlier today": 0, "tonight": 0, "tonite": 0, "2nite": 0,
    "this morning": 0, "this afternoon": 0, "this evening": 0, "this noon": 0, "end of day": 0, "end of the day": 0, "eod": 0,
    "tomorrow": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1, "tmrw": 1, "tmr": 1, "2moro": 1, "day after tomorrow": 2,
    "yesterday": -1, "yesterdays": -1, "yday": -1, "yesturday": -1, "yesteday": -1, "last night": -1, "last nite": -1,
    "day before yesterday": -2,
}  # fmt: skip
_SHIFT: dict[str, Lean] = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}
_UNIT_DAYS = {"min": 0, "hour": 0, "hr": 0, "day": 1, "night": 1, "week": 7, "wk": 7, "fortnight": 14}
_LONG_UNITS = {"mth": "month", "yr": "year"}

_CUE = re.compile(
    r"\b(?:(?P<future>by|until|till?|due|will|won't|before|going|arrive|get here|comes?|expires?|ends?|runs out|holiday|leaving|"
    r"leave|fly|moving|needs?|can|could|shall|should|please|pls|be|for|flight|valid|if|speed)\b|'ll\b"
    r"|(?P<past>supposed to [a-z]+(?: here)?|since|bought|paid|got|came|did|said|sent|told|was|were|had|made|took|wrote|"
    r"it's been|already|(?:bill|order|invoice|receipt)s? from|[a-z]{3,12}ed)\b)"
)
Reading = Callable[[Context, "re.Match[str]", Lean], "date | str | None"]


def lean(text: str, start: int, end: int) -> Lean:
    """Where the words around `text[start:end]` point."""
    cues = [*_CUE.finditer(text, max(0, start - 40), start)][-1:] or [*_CUE.finditer(text, end, end + 30)][:1]
    return 0 if not cues else -1 if cues[0]["past"] else 1


def _relative(context: Context, match: re.Match[str], lean: Lean) -> date:
    return context.today + timedelta(days=_RELATIVE[match[0]])


def _period(context: Context, match: re.Match[str], lean: Lean) -> date | str | None:
    shift, unit, today = _SHIFT[match[1]], match[2], context.today
    unit = {"wk": "week", "wkend": "weekend"}.get(unit, unit)
    if unit in ("week", "month", "year"):
        month = days.month_shifted(today, shift)
        return {"week": days.week(today, shift), "month": f"{month:%Y-%m}", "year": str(today.year + shift)}[unit]
    if unit == "weekend":
        return days.weekday_of_week(today, 5, shift)
    if unit in ("spring", "summer", "autumn", "fall", "winter"):
        return days.season(today, unit.replace("fall", "autumn"), shift)
    if unit[:3] in _MONTHS and unit[:3] not in _WEEKDAYS:
        return days.month_of_year(today - timedelta(days=31) if shift < 0 else today, _MONTHS[unit[:3]], shift)
    # "Last Friday" is the latest one before today, "next Friday" the one of next week.
    index = _WEEKDAYS[unit[:3]]
    yesterday = today - timedelta(days=1)
    return days.weekday(yesterday, index, -1) if shift < 0 else days.weekday_of_week(today, index, shift)


def _ago(context: Context, match: re.Match[str], lean: Lean) -> date | str | None:
    return _shifted(context.today, -_count(match[1]), match[2])


def _count(words: str) -> int:
    if words.isdigit():
        return int(words)
    return 3 if "few" in words else english_number(words.removesuffix(" of")) or 1


def _ahead(context: Context, match: re.Match[str], lean: Lean) -> date | str | None:
    return _shifted(context.today, _count(match[1]), match[2])


def _shifted(today: date, number: int, unit: str) -> date | str | None:
    unit = _LONG_UNITS.get(unit, unit)
    if unit == "month":
        return days.month_shifted(today, number, today.day) or f"{days.month_shifted(today, number):%Y-%m}"
    if unit == "year":
        return str(today.year + number)
    return today + timedelta(days=number * _UNIT_DAYS[unit])


def _part(context: Context, match: re.Match[str], lean: Lean) -> date | str | None:
    """The first, fifteenth or last day of a month; of a year its first, middle or last month."""
    part, shift, unit = match[1], _SHIFT.get(match[2] or "", 0), match[3]
    if unit == "year":
        return f"{context.today.year + shift}-{ {'end': '12', 'middle': '06'}.get(part, '01') }"
    if part == "end":
        following = days.month_shifted(context.today, shift + 1)
        return following and following - timedelta(days=1)
    return days.month_shifted(context.today, shift, 15 if part == "middle" else 1)


def _weekend(context: Context, match: re.Match[str], lean: Lean) -> date | None:
    return days.weekday(context.today, 5, lean)


def _season(context: Context, match: re.Match[str], lean: Lean) -> str:
    return days.season(context.today, match[1].replace("fall", "autumn"), 0 if lean >= 0 else lean)


def _weekday_the(context: Context, match: re.Match[str], lean: Lean) -> date | None:
    return days.day_of_month(context.today, int(match[2]), lean)


def _weekday(context: Context, match: re.Match[str], lean: Lean) -> date | None:
    return days.weekday(context.today, _WEEKDAYS[match[1][:3]], lean)


def _month_day(context: Context, match: re.Match[str], lean: Lean) -> date | None:
    month, day = (match[1], match[2]) if match[1][0].isalpha() else (match[2], match[1])
    if match[3]:
        return days.valid(int(match[3]), _MONTHS[month[:3]], int(day))
    return days.day_of_year(context.today, _MONTHS[month[:3]], int(day), lean)


def _month(context: Context, match: re.Match[str], lean: Lean) -> str:
    number = _MONTHS[match[1][:3]]
    return f"{match[2]}-{number:02d}" if match[2] else days.month_of_year(context.today, number, lean)


def _ordinal(context: Context, match: re.Match[str], lean: Lean) -> date | None:
    return days.day_of_month(context.today, int(match[1]), lean)


def _year(context: Context, match: re.Match[str], lean: Lean) -> str:
    return match[1]


def _festival(context: Context, match: re.Match[str], lean: Lean) -> date | None:
    name = holidays.ENGLISH[match[2]]
    year = _SHIFT.get(match[1])
    if year:  # last Christmas is over, next Easter is not
        lean = year
    return holidays.nearest(context.today, name, lean)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _after(*words: str) -> str:
    """A pattern for "right after one of these words", which Python looks back for one by one."""
    return "(?:" + "|".join(rf"(?<=\b{word} )" for word in words) + ")"


_AWAITED = _after(
    "is", "'s", "are", "be", "am", "leave", "leaving", "fly", "travel", "due", "back", "again", "home", "moving", "starts", "it"
)  # fmt: skip
_UNIT = "week|wk|fortnight|month|mth|year|yr"
_SEASON = "spring|summer|autumn|fall|winter"
# "The 3rd time" is no day.
_AFTER_ORDINAL = (
    r"(?=\s?(?:$|[.,!?;:)])|\s(?:and|but|so|or|it|i|to|for|the|my|at|is|was|still|says|they|we|you|that|which|because|when|"
    r"already|now|latest|if|can|could|please|pls|as)\b)"
)
# Readings by what a text must hold for any of them, which is cheaper to look for.
_READINGS: dict[str, list[tuple[str, Reading]]] = {
    "day|night|nit|morning|noon|evening|now|tom|tmr|2mor|eod": [(rf"\b(?:{_alternatives(_RELATIVE)})\b", _relative)],
    "last |past |this |next |coming ": [
        (rf"\b(last|past|this|next|coming) (week|wk|weekend|wkend|month|year|{_SEASON}|{_WEEKDAY}|{_MONTH})(?:'s|s)?\b", _period)
    ],
    " ago| back": [(rf"\b{_NUMBER} (min|hour|hr|day|night|{_UNIT})(?:ute)?s? (?:ago|back)\b", _ago)],
    "day|week|wk|fortnight|month|mth|year|yr": [
        # "My charger in 3 days" is a promise, which only says how long it takes.
        (rf"(?:^|(?<=[,.;:!?] )|{_AWAITED})in {_NUMBER} (day|{_UNIT})s?\b(?!'| of\b)", _ahead),
        (rf"\bin {_NUMBER} (day|{_UNIT})(?:s?'?|'s) time\b", _ahead),
        (rf"\b{_NUMBER} (day|{_UNIT})s? from (?:now|today)\b", _ahead),
        (r"\b(?:the )?(end|start|beginning|middle) of (?:the|(this|last|next)) (month|year)\b", _part),
        (rf"{_after('at', 'on', 'over', 'by', 'before', 'in', 'until', 'till')}the (weekend)\b", _weekend),
    ],
    _SEASON: [(rf"{_after('in', 'until', 'till', 'by', 'since', 'before')}(?:the )?({_SEASON})\b", _season)],
    "|".join(_MONTHS): [
        (rf"\b{_NAMED}{_MONTH}\.? {_DAY}\b(?:,? {_YEAR}\b)?(?![:/%])", _month_day),
        (rf"\b{_NAMED}{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR}\b)?", _month_day),
        (rf"\b(may|mar(?:ch)?) {_YEAR}\b", _month),
        # May and March, sat, sun and wed are other words too, and need a word before them that dates have.
        (rf"(?<![a-z'])(?:(?:mid|early|late)[ -])?(?!may|mar(?:ch)?\b){_MONTH}(?: (20\d\d))?(?!')", _month),
        (
            rf"(?:{_after('in', 'since', 'until', 'by', 'of', 'around', 'last', 'next', 'this')}|\b(?:mid|early|late) )"
            rf"{_MONTH}(?: (20\d\d))?",
            _month,
        ),
    ],
    "|".join(_WEEKDAYS): [
        (rf"\b(?:{_WEEKDAY} the )(\d{{1,2}})(?:st|nd|rd|th)?\b", _weekday_the),
        (rf"\b(?!sat\b|sun\b|wed\b){_WEEKDAY}(?!')", _weekday),
        (rf"{_after('on', 'since', 'by', 'until', 'before', 'til')}{_WEEKDAY}", _weekday),
    ],
    r"\d": [
        (rf"{_after('the', 'on', 'since', 'by')}(\d{{1,2}})(?:st|nd|rd|th)\b{_AFTER_ORDINAL}", _ordinal),
        (rf"{_after('in', 'since', 'until', 'from', 'of', 'for')}(20[0-4]\d)\b(?![.,:/-]\d| [a-z]{{2,4}}\b)", _year),
    ],
    "christ|xmas|day|new year|valent|hallo|double|thanks|easter|festival": [
        (
            rf"\b(?<!happy )(?<!merry )(?:(last|this|next|coming) )?({_alternatives(holidays.ENGLISH)})(?!\w)(?!,? you\b)",
            _festival,
        )
    ],
}
_COMPILED = [
    (re.compile(needed), [(re.compile(pattern), reading) for pattern, reading in readings])
    for needed, readings in _READINGS.items()
]


def find(context: Context) -> Iterator[Span]:
    """Dates as ISO 8601 writes them, counted from `context.today`.

    Days are 2025-03-05, weeks 2025-W10, months 2025-03, years 2025 and seasons 2025-21.
    """
    for needed, readings in _COMPILED:
        if needed.search(context.text):
            yield from _found(context, readings)


def _found(context: Context, readings: Iterable[tuple[re.Pattern[str], Reading]]) -> Iterator[Span]:
    for pattern, reading in readings:
        for match in pattern.finditer(context.text):
            value = reading(context, match, lean(context.text, match.start(), match.end()))
            if value is not None:
                yield Span("date", match.start(), match.end(), str(value))
