"""Dates in Chinese: 昨天, 上周三, 3月5号, 三天前, 去年十月, 大年初三, 双十一."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from nlu.entities import days, holidays
from nlu.entities.days import Lean
from nlu.entities.numerals import chinese_number
from nlu.entities.spans import Context, Span

_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
_WEEKDAYS = {name: index for index, name in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
_NAMED = "|".join(sorted(holidays.CHINESE.keys() - {"618"}, key=len, reverse=True))
_UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}

_TIME = "(?:早上|上午|中午|下午|晚上|夜里|半夜|傍晚|凌晨|一早|早|晚)?"
_NUMBER = r"(\d{1,2}|[一二三四五六七八九十两]{1,3})"
_MONTH = r"(1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])月"
_DAY = r"([12]\d|3[01]|[1-9]|[一二]?十[一二三四五六七八九]?|三十一?|廿[一二三四五六七八九]|[一二三四五六七八九])"
# 以后天天 holds 后天, 每周三 and 一周三次 are no Wednesdays, 5号电池 are batteries.
_RELATIVE = re.compile(
    f"(?:(大前|(?<![以之目])前|昨|今|明|(?<![以今然之最])后|大后)(?:天(?!天(?!气))|[日儿](?![常报夜子]))|(昨|今|明)(?=[早晚晨夜])[晨夜]?){_TIME}|昨夜|今晨"
)
_WEEK = re.compile(
    r"(?:(上上|上|下下|下|这|本)一?个?(?:周|星期|礼拜)([一二三四五六日天末])?|(?<![每一二两三四五六七八九十几\d整半])(?<!周[一二三四五六日][到至])(?:周|星期|礼拜)([一二三四五六日天末])(?![次年愉快]|[到至](?:周|星期|礼拜)))"
)
_MONTH_SHIFTED = re.compile(rf"(上上|上|下下|下|这|本)个?月(?:{_DAY}[号日]|([初中底末]))?")
_MONTH_PART = re.compile("(?<![每个一二三四五六七八九十\\d])月([初底末])|(?<![一-鿿\\d])月(中)(?![国旬])")
_YEAR_PART = re.compile("(?<![每去今明前后度当\\d])年([底末]|初(?!中))(?!级)")
_YEAR_SHIFTED = re.compile(
    rf"(前年|去年|今年|明年|后年)(?:({_NAMED}|618)节?|([春夏秋冬])[天季]?|{_MONTH}份?(?:{_DAY}[号日])?|年?([初底]))?"
)
_DIGIT = "[〇零一二三四五六七八九]"
_FULL_YEAR = rf"((?:19[3-9]|20[0-4])\d|二[〇零][〇零一二三四]{_DIGIT}|一九[三四五六七八九]{_DIGIT})"
_YEAR = re.compile(rf"(?<!\d){_FULL_YEAR}年")
_MONTH_DAY = re.compile(
    rf"(?<![\d年个])(?:{_FULL_YEAR}年|(2\d)年)?{_MONTH}"
    rf"(?:份|([初底末]|中旬|上旬|下旬)|{_DAY}[号日]?(?![个\d次天年元块]))?(?![亮饼经])"
)
_DAY_OF_MONTH = re.compile(
    rf"(?<![\d月年.大小几第{'一二三四五六七八九十'}]){_DAY}(?:号(?![楼线店院厂电机门色仓选键套码库房栋幢座]|\d)|日(?=[所前后到我下收寄发购]))"
)
_AGO = re.compile(
    rf"(?:{_NUMBER}|(?<!个)(半))(?:来|多)?个?(天|日|周|星期|礼拜|月|年)(?:之|以)?前(?!台)|{_NUMBER}个?(?:小时|分钟|钟头)(?:之|以)?前"
)
_AHEAD = re.compile(
    rf"(?:^|(?<=[,.!?。;我再]))(?:过|再过)?{_NUMBER}个?(天|日|周|星期|礼拜|月|年)(?:之|以)?后"
    rf"|(?<![超不经度])再?过{_NUMBER}个?(天|周|星期|礼拜|月)(?![的前内了就])"
)
_FESTIVAL = re.compile(
    f"(?:大年初|正月初?){_DAY}|年?初([四五六七八九十])(?![中次级])|({_NAMED})节?+(?![快愉]|康乐|安康)|(618)(?=大促|活动|买|那|的时候|期间)"
)

_CUE = re.compile(
    "(?P<future>之前|以前|[前能会要想再到期寄改约]|就得|安排|预|才[发能有])|(?P<past>[买拍付收签退说批发到了过从下定订拆自来]|以来|那[单笔个位]|购入|电汇|已)"
)
_TRIGGER = re.compile(
    r"[天日儿周月年号末早晚晨夜节夕宵]|星期|礼拜|前|后|初|国庆|五一|元旦|双1|双十|中秋|端午|圣诞|618|清明|黑五|黑色"
)
Reading = Callable[[Context, "re.Match[str]", Lean], "date | str | None"]


def _lean(text: str, start: int, end: int) -> Lean:
    """Where the words around `text[start:end]` point: in Chinese mostly those after it."""
    if text[end : end + 1] in ("前", "到") or text[end : end + 2] in ("之前", "以前", "截止"):
        return 1
    if text[max(0, start - 1) : start] == "从":
        return -1
    cue = _CUE.search(text, end, end + 6) or _CUE.search(text, max(0, start - 6), start)
    return 0 if cue is None else -1 if cue["past"] else 1


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text.replace("廿", "二十")) or 0


def _relative(context: Context, match: re.Match[str], lean: Lean) -> date:
    return context.today + timedelta(days=_DAYS[match[1] or match[0][0]])


def _week(context: Context, match: re.Match[str], lean: Lean) -> date | str | None:
    if match[3]:
        return days.weekday(context.today, _WEEKDAYS[match[3]], lean)
    weeks = _shift(match[1])
    return days.weekday_of_week(context.today, _WEEKDAYS[match[2]], weeks) if match[2] else days.week(context.today, weeks)


def _shift(words: str) -> int:
    return {"上": -1, "下": 1}.get(words[0], 0) * len(words)


def _month_shifted(context: Context, match: re.Match[str], lean: Lean) -> date | str | None:
    months = _shift(match[1])
    if match[2]:
        return days.month_shifted(context.today, months, _number(match[2]))
    return _part(context.today, months, match[3]) or f"{days.month_shifted(context.today, months):%Y-%m}"


def _month_part(context: Context, match: re.Match[str], lean: Lean) -> date | None:
    return _part(context.today, 0, match[1] or match[2])


def _year_part(context: Context, match: re.Match[str], lean: Lean) -> str:
    return f"{context.today.year}-{'01' if match[1] == '初' else '12'}"


def _part(today: date, months: int, part: str | None) -> date | None:
    """The first, fifteenth or last day of the month that is `months` from today's."""
    if part in ("底", "末"):
        following = days.month_shifted(today, months + 1)
        return following and following - timedelta(days=1)
    return days.month_shifted(today, months, {"初": 1, "中": 15}[part]) if part else None


def _year_shifted(context: Context, match: re.Match[str], lean: Lean) -> date | str | None:
    year = context.today.year + _YEARS[match[1]]
    name, season, month, day, part = match.groups()[1:]
    if name:
        return holidays.in_year(holidays.CHINESE[name], year)
    if season:
        return days.season_of(year, _SEASONS[season])
    if month:
        return days.valid(year, _number(month), _number(day)) if day else f"{year}-{_number(month):02d}"
    return f"{year}-{'01' if part == '初' else '12'}" if part else str(year)


def _year(context: Context, match: re.Match[str], lean: Lean) -> str:
    return str(_number(match[1]))


def _month_day(context: Context, match: re.Match[str], lean: Lean) -> date | str | None:
    full, short, month, part, day = match[1], match[2], _number(match[3]), match[4], _number(match[5] or "零")
    if full or short:
        year = _number(full) if full else 2000 + int(short)
        return days.valid(year, month, day) if day else f"{year}-{month:02d}"
    if part:
        return _part_of(context.today, month, part, lean)
    return days.day_of_year(context.today, month, day, lean) if day else days.month_of_year(context.today, month, lean)


def _part_of(today: date, month: int, part: str, lean: Lean) -> date | None:
    """The first, middle or last day of the nearest such month; its last third begins on the 21st."""
    if part in ("底", "末"):
        following = days.day_of_year(today, month % 12 + 1, 1, lean)
        return following and following - timedelta(days=1)
    return days.day_of_year(today, month, {"中旬": 15, "下旬": 21}.get(part, 1), lean)


def _day_of_month(context: Context, match: re.Match[str], lean: Lean) -> date | None:
    return days.day_of_month(context.today, _number(match[1]), lean)


def _ago(context: Context, match: re.Match[str], lean: Lean) -> date | str | None:
    if match[4]:
        return context.today
    return _counted(context.today, -_number(match[1]) if match[1] else 0, match[3])


def _ahead(context: Context, match: re.Match[str], lean: Lean) -> date | str | None:
    return _counted(context.today, _number(match[1] or match[3]), match[2] or match[4])


def _counted(today: date, number: int, unit: str) -> date | str | None:
    if unit == "年":
        return str(today.year + number) if number else f"{days.month_shifted(today, -6):%Y-%m}"
    if unit == "月":
        # Half a month is two weeks to whoever says it.
        return days.month_shifted(today, number, min(today.day, 28)) if number else today - timedelta(days=15)
    return today + timedelta(days=number * _UNIT_DAYS[unit])


def _festival(context: Context, match: re.Match[str], lean: Lean) -> date | None:
    day = match[1] or match[2]
    if day:
        first = holidays.nearest(context.today, "spring", lean)
        return first and first + timedelta(days=_number(day) - 1)
    return holidays.nearest(context.today, holidays.CHINESE[match[3] or match[4]], lean)


_READINGS: list[tuple[re.Pattern[str], Reading]] = [
    (_RELATIVE, _relative),
    (_WEEK, _week),
    (_MONTH_SHIFTED, _month_shifted),
    (_MONTH_PART, _month_part),
    (_YEAR_PART, _year_part),
    (_YEAR_SHIFTED, _year_shifted),
    (_YEAR, _year),
    (_MONTH_DAY, _month_day),
    (_DAY_OF_MONTH, _day_of_month),
    (_AGO, _ago),
    (_AHEAD, _ahead),
    (_FESTIVAL, _festival),
]


def find(context: Context) -> Iterator[Span]:
    """Dates as ISO 8601 relative to `context.today`, as nlu.entities.dates_english writes them."""
    if context.text.isascii() or not _TRIGGER.search(context.text):
        return
    for pattern, reading in _READINGS:
        for match in pattern.finditer(context.text):
            value = reading(context, match, _lean(context.text, match.start(), match.end()))
            if value is not None:
                yield Span("date", match.start(), match.end(), str(value))
