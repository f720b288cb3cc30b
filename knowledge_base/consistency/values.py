"""Values with units in an answer, in units that can be compared: days, money, percent, dates, times, and numbers of things."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge_base.consistency.numbers import NUMBER, value

Kind = Literal["duration", "working days", "amount", "percent", "date", "time", "weekday", "count"]

_TO = r"\s?(?:-|–|—|~|to|and|or|至|到|或)\s?"
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = _MONTH_NAMES.split()
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|"
    "dec(?:ember)?"
)
_DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday"
_WEEKDAYS = _DAY_NAMES.split()
_DAYS: dict[str, Decimal] = {
    "minute": Decimal(1) / 1440, "分": Decimal(1) / 1440, "hour": Decimal(1) / 24, "小": Decimal(1) / 24, "day": Decimal(1),
    "天": Decimal(1), "日": Decimal(1), "week": Decimal(7), "周": Decimal(7), "星": Decimal(7), "礼": Decimal(7),
    "month": Decimal("30.4"), "月": Decimal("30.4"), "year": Decimal(365), "年": Decimal(365),
}  # fmt: skip
_CURRENCIES = {
    "$": "USD", "usd": "USD", "us$": "USD", "dollar": "USD", "buck": "USD", "美元": "USD", "美金": "USD", "刀": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "欧元": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "英镑": "GBP",
    "¥": "CNY", "￥": "CNY", "rmb": "CNY", "cny": "CNY", "yuan": "CNY", "元": "CNY", "块": "CNY", "人民币": "CNY",
}  # fmt: skip
_ROUND = ("month", "月", "year", "年")
_NEAR = Decimal("0.08")

_SIGN = r"us\$|\$|€|£|¥|￥|usd|eur|gbp|rmb|cny"
_NAME = r"usd|eur|gbp|rmb|cny|(?:us )?dollars?|bucks?|euros?|pounds?|yuan|美元|美金|刀|欧元|英镑|元|块|人民币|€|\$"
_DURATION = re.compile(
    rf"(?<!第)(?P<low>{NUMBER})(?:{_TO}(?P<high>{NUMBER}))?[\s-]?(?:more |further |additional |full )?(?:个|個)?(?P<half>半)?\s?"
    r"(?P<working>working|business|工作)?[\s-]?"
    r"(?P<unit>minutes?|hours?|days?|weeks?|months?|years?|分钟|小时|天|日(?!元)|周(?![一二三四五六日])|星期(?![一二三四五六日])|礼拜|月|年)"
)
_MONEY = re.compile(rf"(?:(?P<sign>{_SIGN})\s?(?P<after>{NUMBER})|(?P<before>{NUMBER})\s?(?P<name>{_NAME}))")
_FREE = re.compile(r"\bfree(?: of charge)?\b|\bno (?:fee|charge|cost)s?\b|\bnothing\b|免费|不收(?:费|钱)|不要钱|包邮|免运费")
_PERCENT = re.compile(
    rf"(?P<low>{NUMBER})(?:\s?%?{_TO}(?P<high>{NUMBER}))?\s?(?:%|percent\b|per cent\b)|百分之(?P<zh>{NUMBER})"
    r"|(?<![\d.])(?P<off>\d(?:\.?\d)?|[一二三四五六七八九]{1,2})\s?折"
)
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b"
    rf"|(?P<month2>{_MONTH})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b"
    rf"|\b\d{{4}}-(?P<month3>\d{{2}})-(?P<day3>\d{{2}})\b|(?P<month4>{NUMBER})\s?月\s?(?P<day4>{NUMBER})\s?[日号]"
)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s?(?P<half>am|pm|a\.m\.|p\.m\.)(?![a-z])|\b(?P<hour2>\d{1,2})[:：](?P<minute2>\d\d)\b"
    rf"|(?P<part>早上|上午|中午|下午|晚上|凌晨)?\s?(?P<hour3>{NUMBER})\s?点(?P<thirty>半)?|\b(?P<noon>noon|midday)\b"
)
_WEEKDAY = re.compile(
    rf"\b(?P<en>{'|'.join(_WEEKDAYS)})s?\b|(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])|(?P<end>\bweekends?\b|周末)"
)
_COUNT = re.compile(
    rf"(?P<number>{NUMBER})\s(?P<en>(?!days?|weeks?|months?|years?|hours?|minutes?|of|or|and|to|in|on|at|is|as|the)[a-z]{{3,}})"
    rf"|(?P<zh>{NUMBER})\s?(?P<measure>件|台|个|次|张|部|款|支|位|份|人|种|字)(?!月|小时|工作日|星期|礼拜)"
)


@dataclass(frozen=True)
class Value:
    """A value at `text[start:end]` of an answer.

    `low` to `high` in the unit of the kind (days, the currency's main unit, percent, minutes of a day), or month * 100 + day;
    `unit` is the currency or the counted thing; `rough` says that the length of a month or a year was assumed.
    """

    kind: Kind
    low: Decimal
    high: Decimal
    unit: str
    start: int
    end: int
    rough: bool = False

    def same(self, other: "Value") -> bool:
        """Whether both can be true: a number and a range that it closes are the same, and so are 30 days and a month."""
        if self.kind != other.kind or self.unit != other.unit:
            return False
        if self.rough or other.rough:
            return all(abs(one - two) <= _NEAR * max(one, two) for one, two in ((self.low, other.low), (self.high, other.high)))
        if self.low == self.high or other.low == other.high:
            return self.high == other.high or self.low == other.low
        return (self.low, self.high) == (other.low, other.high)


def values(text: str) -> tuple[Value, ...]:
    """The values of `text`, in order; where two readings overlap, the longer one counts, and any before a mere count."""
    plain = _plain(text)
    found: list[Value] = []
    for find in _FINDERS:
        for one in find(plain):
            overlaps = [other for other in found if other.start < one.end and one.start < other.end]
            if all(one.kind != "count" and one.end - one.start > other.end - other.start for other in overlaps):
                found = [other for other in found if other not in overlaps] + [one]
    return tuple(sorted(found, key=lambda one: one.start))


def _plain(text: str) -> str:
    """Lower case and half width, every character in its place."""
    folded = "".join(
        one if len(one) == 1 else character for character, one in ((c, unicodedata.normalize("NFKC", c)) for c in text)
    )
    lowered = folded.lower()
    return lowered if len(lowered) == len(text) else folded


def _durations(text: str) -> Iterator[Value]:
    for match in _DURATION.finditer(text):
        low, high = value(match["low"]), value(match["high"] or match["low"])
        unit = match["unit"]
        before_date = unit in ("月", "年") and (re.match(r"\s?\d", text[match.end() :]) or not _counted(match))
        if low is None or high is None or before_date or (unit == "日" and not match["working"]):
            continue
        extra = Decimal("0.5") if match["half"] else Decimal(0)
        size = next(days for name, days in _DAYS.items() if unit.startswith(name))
        working = match["working"] in ("working", "business", "工作")
        rough = unit.startswith(_ROUND)
        yield Value(
            "working days" if working else "duration", (low + extra) * size, (high + extra) * size, "", *match.span(), rough
        )


def _counted(match: re.Match[str]) -> bool:
    """三个月 is a duration, 三月 is March; 年 counts unless it is a year's number."""
    if match["unit"] == "月":
        return "个" in match[0]
    low = value(match["low"])
    return low is not None and low < 100


def _money(text: str) -> Iterator[Value]:
    for match in _MONEY.finditer(text):
        amount = value(match["after"] or match["before"])
        name = (match["sign"] or match["name"]).removeprefix("us ").rstrip("s" if match["name"] else "")
        if amount is not None and not (
            match["before"] in ("a", "an", "half") or (name == "块" and text[match.end() : match.end() + 1] == "儿")
        ):
            yield Value("amount", amount, amount, _CURRENCIES[name], *match.span())


def _percents(text: str) -> Iterator[Value]:
    for match in _PERCENT.finditer(text):
        if match["off"]:
            rebate = _rebate(match["off"])
            yield Value("percent", rebate, rebate, "", *match.span())
            continue
        low, high = value(match["low"] or match["zh"]), value(match["high"] or match["low"] or match["zh"])
        if low is not None and high is not None:
            yield Value("percent", low, high, "", *match.span())


def _rebate(word: str) -> Decimal:
    """九折 leaves nine tenths of the price, 八五折 and 85折 eighty-five percent."""
    number = Decimal(word) if word[0].isdecimal() else Decimal("".join(str("零一二三四五六七八九".index(one)) for one in word))
    return 100 - (number * 10 if number < 10 else number)


def _dates(text: str) -> Iterator[Value]:
    for match in _DATE.finditer(text):
        groups = match.groupdict()
        name = groups["month"] or groups["month2"]
        month = _MONTHS.index(name[:3]) + 1 if name else value(groups["month3"] or groups["month4"])
        day = value(groups["day"] or groups["day2"] or groups["day3"] or groups["day4"])
        if month is not None and day is not None and 1 <= month <= 12 and 1 <= day <= 31:
            number = Decimal(month) * 100 + day
            yield Value("date", number, number, "", *match.span())


def _times(text: str) -> Iterator[Value]:
    for match in _TIME.finditer(text):
        if match["noon"]:
            minutes = Decimal(720)
        else:
            hour = value(match["hour"] or match["hour2"] or match["hour3"])
            if hour is None or hour > 24:
                continue
            late = (match["half"] or "").startswith("p") or match["part"] in ("下午", "晚上")
            minutes = (
                (hour % 12 + 12 if late else hour) * 60
                + int(match["minute"] or match["minute2"] or 0)
                + 30 * bool(match["thirty"])
            )
        yield Value("time", minutes, minutes, "", *match.span())


def _weekdays(text: str) -> Iterator[Value]:
    for match in _WEEKDAY.finditer(text):
        if match["end"]:
            continue
        number = _WEEKDAYS.index(match["en"]) if match["en"] else "一二三四五六日".index(match["zh"].replace("天", "日"))
        yield Value("weekday", Decimal(number), Decimal(number), "", *match.span())


def _counts(text: str) -> Iterator[Value]:
    for match in _COUNT.finditer(text):
        number = value(match["number"] or match["zh"])
        if number is not None and match["number"] not in ("a", "an", "half", "one") and match["zh"] not in ("一", "半"):
            yield Value("count", number, number, (match["en"] or match["measure"]).removesuffix("s"), *match.span())


def free(text: str) -> tuple[int, int] | None:
    """Where `text` says that something costs nothing, None where it does not or is denied (不免费)."""
    for match in _FREE.finditer(_plain(text)):
        before = text[max(0, match.start() - 4) : match.start()].lower()
        if not before.endswith(("不", "not ", "n't ")):
            return match.span()
    return None


_FINDERS: tuple[Callable[[str], Iterator[Value]], ...] = (_dates, _times, _money, _percents, _durations, _weekdays, _counts)
