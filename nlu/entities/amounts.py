"""Amounts of money: $49.90, 50 dollars, two grand, 50块, 九块九, 三百元, and plain numbers that are plainly a price."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from nlu.entities.numerals import HAN, Numeral, chinese_number
from nlu.entities.spans import Certainty, Context, Span

_CURRENCIES = {
    "USD": "us$|usd|us dollars?|美元|美金|美刀",
    "CNY": "rmb|cny|yuan|人民币",
    "EUR": "€|eur|euros?|欧元?",
    "GBP": "£|gbp|pounds?|quid|英镑",
    "HKD": "hk$|hkd|港币|港元|港纸",
    "TWD": "nt$|twd|台币|新台币",
    "SGD": "s$|sgd|新币|新加坡元",
    "AUD": "au$|a$|aud|澳元|澳币",
    "CAD": "ca$|c$|cad|加元|加币",
    "NZD": "nz$|nzd|新西兰元",
    "MYR": "rm|myr|ringgits?|马币|林吉特",
    "JPY": "jpy|yen|日元|日币",
    "KRW": "₩|krw|韩元|韩币",
    "INR": "₹|inr|rupees?|卢比",
    "THB": "฿|thb|baht|泰铢",
    "NGN": "₦|ngn|naira",
}
# What people say of whatever the shop's prices are in; dollars are the shop's own where it has any.
_OWN = "块钱?|[元圆]|蚊|大洋"
_DOLLARS = "$|dollars?|dollers?|bucks?|刀"
_DOLLAR_CODES = frozenset({"USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD"})
_YUAN_SIGN = "¥"


def _escaped(words: str) -> str:
    return words.replace("$", r"\$")


_UNITS = "|".join(_escaped(words) for words in (*_CURRENCIES.values(), _OWN, _DOLLARS))
_AFTER = re.compile(rf"\s?({_UNITS})(?![a-z])")
_BEFORE = re.compile(
    r"((?:us|hk|nt|s|au|a|ca|c|nz)?\$|[€£₩₹฿₦]|(?:cn)?¥|(?:usd|rmb|cny|eur|gbp|hkd|sgd|aud|cad|nzd|myr|rm) ?|人民币)\s?[+-]?$"
)
_CURRENCY_OF = [(re.compile(rf"(?:{_escaped(words)})$"), code) for code, words in _CURRENCIES.items()]
_DOLLAR = re.compile(f"(?:{_escaped(_DOLLARS)})$")
_TENTHS = re.compile(rf"(?:([1-9])|([{HAN[2:11]}]))(?:[毛角](?:([1-9])分?)?)?(?![\d{HAN}.个台只根张件副部条])")
_DIME = re.compile(r"[毛角]钱?")
_CENTS = re.compile(r"\s?(?:cents?\b|¢)|分钱")
_FEWEST_CENTS = 5  # one cent, 一分钱 and my two cents are idioms
_CHINESE_YUAN = re.compile("[元块圆]")
_RANGE = re.compile(r"\s?(?:[-~]|到|至|to|or)\s?")
# 一块 is also "together" and "a piece of", 一刀 a cut.
_NO_MONEY = re.compile("[一两]块(?!钱|[1-9一二三四五六七八九][毛角])|一刀")
_PAID = re.compile("(?:[付花收差省涨降退扣值卖要补]|便宜|优惠|才|就|多)了?$")

_PRICED = re.compile(
    r"\b(?:paid|pays?|cost(?:s|ing)?|pric(?:e|ed)(?: at| of| is)?|budget(?: is| of)?|spen[dt]|worth|charged?|ow(?:e|es|ed)|kept|"
    r"only got|got like)(?: (?:me|us|you|a|the|about|around|like|only|just|exactly|up to|at least|over|under))?\s?$"
)
# These speak of a price only where the rest of the message does.
_PERHAPS_PRICED = re.compile(
    r"(?:\b(?:over|under|above|below|between|for|from|to|promised|says|is|now|by|my|saved?|around|about|like)"
    r"(?: (?:me|us|a|the|about|around))?|[+=>])\s?$"
)
_OF_MONEY = re.compile(
    r"[$€£¥]|\b(?:pric|pa(?:id|y)|cost|refund|charg|bill|basket|cart|total|budget|amount|cheap|less\b|discount|bank|fee|back\b|"
    r"receipt|order(?:s|ing)? (?:over|above)|shipping)"
)
_THEN = re.compile(
    r"\s?(?:$|[.,!?;:)]|(?:less|more|off|back|cheaper|or so|max|tops|postage|each|and|but|now|anyway|into|to|"
    r"in total|from|after)\b)"
)
_COSTED = re.compile(
    "(?:预算|付|垫|花|收|扣|罚|赔|交|便宜|降|跌|涨|减|优惠|省|退|亏|损失|差价?|价差|加价|只要|卖|氪|被骗|掏|拿得?出|凑够|满|补偿?|"
    "价格?|写[的着]?是|报价?|费用|运费|显示|余额|张口就要|一月就|车里|看的是|出来|昨天|今天|现在|时候|每月|少花|多花)"
    "(?:了?我|了|到|掉|出|你|我们|人家|过|的|成|是|够|:| )?(?:大概|差不多|约|将近|快|近)?$"
)
_OF_GOODS = re.compile("的(?:预算|东西|机子|机器|手机|电脑|笔记本|平板|耳机|相机|货|价|券|套餐|套装)|(?:以内|以下|左右|上下)")
_BACK = re.compile("(?:能|可以|谁|怎么|退|是|啥时候|什么时候)")
_COUNTED = re.compile(
    r"\s?(?:[%°×*/:~-]|\.\d|[a-z]{1,3}\d|多[天年月个]|[个台天年月日号分次遍条期点位倍岁人楼度寸折件副根只张盒箱套本页层米里斤瓦毫公小礼]|"
    r"[星工周种级代秒份单字家句瓶届款成])|[a-z]|\s(?:percent|days?|weeks?|months?|years?|hours?|min(?:ute)?s?|times?|people|points?|"
    r"working|e?mails?|calls?|items?|pieces?|units?|of|pairs?|stars?|inch|mah|gb)\b"
)
_HIGHEST_BARE = 100_000
_LOWEST_BARE = 4
_LOWEST_OF_GOODS = 50
_YEARS = range(1970, 2050)
_CENT = Decimal("0.01")


def find(context: Context, numbers: Iterable[Numeral]) -> Iterator[Span]:
    """Amounts as two decimals and an ISO 4217 code: 49.90 USD; what names no currency is in the shop's own."""
    of_money = bool(_OF_MONEY.search(context.text))
    before: Numeral | None = None
    for number in numbers:
        found = _prefixed(context, number) or _suffixed(context, number) or _cents(context, number) or _grand(context, number)
        yield from (found,) if found else _bare(context, number, of_money)
        if found and before and _RANGE.fullmatch(context.text, before.end, found.start):
            # 100-200元: both ends are in the currency of the second.
            yield Span(
                "amount", before.start, before.end, f"{before.value.quantize(_CENT)} {found.normalized[-3:]}", Certainty.BARE
            )
        before = number


def _amount(context: Context, start: int, end: int, value: Decimal, unit: str, certainty: Certainty = Certainty.WORDED) -> Span:
    return Span("amount", start, end, f"{value.quantize(_CENT)} {_currency(context.currency, unit)}", certainty)


def _currency(own: str, unit: str) -> str:
    if unit.endswith(_YUAN_SIGN):
        return "CNY"
    if _DOLLAR.match(unit):
        return own if own in _DOLLAR_CODES else "USD"
    return next((code for pattern, code in _CURRENCY_OF if pattern.match(unit)), own)


def _prefixed(context: Context, number: Numeral) -> Span | None:
    symbol = _BEFORE.search(context.text, max(0, number.start - 6), number.start)
    if symbol is None or (symbol[1][0].isalpha() and symbol.start() and context.text[symbol.start() - 1].isalpha()):
        return None
    after = _CHINESE_YUAN.match(context.text, number.end)  # 人民币两百元
    return _amount(context, symbol.start(), after.end() if after else number.end, number.value, symbol[1].strip())


def _suffixed(context: Context, number: Numeral) -> Span | None:
    text = context.text
    unit = _AFTER.match(text, number.end)
    if unit is None:
        return None
    if _NO_MONEY.match(text, number.start) and not _PAID.search(text, max(0, number.start - 3), number.start):
        return None
    tenths = _TENTHS.match(text, unit.end()) if unit[1] in ("块", "元") else None
    if tenths is None:
        return _amount(context, number.start, unit.end(), number.value, unit[1])
    small = Decimal(10 * int(tenths[1] or chinese_number(tenths[2]) or 0) + int(tenths[3] or 0)) / 100
    return _amount(context, number.start, tenths.end(), number.value + small, unit[1])


def _cents(context: Context, number: Numeral) -> Span | None:
    for pattern, part, least in ((_DIME, 10, 1), (_CENTS, 100, _FEWEST_CENTS)):
        unit = pattern.match(context.text, number.end)
        if unit and number.value >= least:
            return _amount(context, number.start, unit.end(), number.value / part, "")
    return None


def _grand(context: Context, number: Numeral) -> Span | None:
    if not number.grand:
        return None
    alone = context.text[number.start : number.end] == "grand"
    if alone and not re.search(r"\b(?:a|whole|of)\s$", context.text[max(0, number.start - 7) : number.start]):
        return None
    return _amount(context, number.start, number.end, number.value, "")


def _bare(context: Context, number: Numeral, of_money: bool) -> Iterator[Span]:
    plain = _LOWEST_BARE <= number.value < _HIGHEST_BARE and not _COUNTED.match(context.text, number.end)
    if plain and _is_price(context.text, number, of_money):
        yield _amount(context, number.start, number.end, number.value, "", Certainty.BARE)


def _is_price(text: str, number: Numeral, of_money: bool) -> bool:
    """Whether the words around a number without a currency speak of money; `of_money` says that the message does somewhere."""
    before = max(0, number.start - 24)
    if _PRICED.search(text, before, number.start) or _COSTED.search(text, before, number.start):
        return True
    if number.value >= _LOWEST_OF_GOODS and _OF_GOODS.match(text, number.end):
        return True
    if number.form == "digits" and (number.value.as_tuple().exponent == -2 or _handed_back(text, number)):
        return True
    if not of_money or number.value in _YEARS:
        return False
    return bool(_PERHAPS_PRICED.search(text, before, number.start) and _THEN.match(text, number.end))


def _handed_back(text: str, number: Numeral) -> bool:
    return text[number.start - 1 : number.start] in ("这", "那") and bool(_BACK.match(text, number.end))
