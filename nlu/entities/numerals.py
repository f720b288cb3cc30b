"""Numbers as customers write them: 1,299 or 2k, twenty-five, half a dozen, 一百二, 三千多, 1.5万."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {
    **{word: value for value, word in enumerate(_WORDS.split())},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), start=2)},
    "fourty": 40,
}
_LARGE = {"hundred": 100, "thousand": 1000, "grand": 1000, "million": 1_000_000, "dozen": 12, "couple": 2, "pair": 2}
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_SUFFIXES = {"k": 1000, "w": 10_000, "百": 100, "千": 1000, "万": 10_000}

_WORD = "|".join(sorted([*_SMALL, *_LARGE], key=len, reverse=True))
HAN = "〇零一二三四五六七八九十百千万两"
_PATTERN = re.compile(
    rf"""
    (?P<digits>(?:(?<![a-z\d])|(?<=\brm)|(?<=\busd)|(?<=\brmb))(?<!\d[.,])(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}|\d{{1,12}})(?:\.\d{{1,2}}|,\d\d(?=\s?(?:€|eur)))?(?![.,]?\d))(?P<suffix>k(?![a-z])|w(?=[块元])|[百千万])?
    |(?<![a-z])(?P<words>(?:half\sa\s|a\s)?(?:{_WORD})(?:(?:\sand\s|[\s-])(?:{_WORD})){{0,6}})(?![a-z])
    |(?P<han>(?<!几)[{HAN}]{{1,10}}|(?<![我你他她咱们])[俩仨](?=[^\w]|[\u4e00-\u9fff]|$))
    """,
    re.VERBOSE,
)
_ABOUT = re.compile("[多余]|(?<=[十百千万])[来几]")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at `text[start:end]`; `form` is digits, words (English) or han, `grand` says that it counts thousands of money."""

    start: int
    end: int
    value: Decimal
    form: str
    grand: bool = False


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a folded text, in order."""
    for match in _PATTERN.finditer(text):
        form = "digits" if match["digits"] else "words" if match["words"] else "han"
        value = (
            _digits(match)
            if form == "digits"
            else english_number(match["words"])
            if form == "words"
            else chinese_number(match["han"])
        )
        if value is not None:
            about = _ABOUT.match(text, match.end()) if form == "han" or match["suffix"] else None
            yield Numeral(match.start(), (about or match).end(), Decimal(value), form, "grand" in (match["words"] or ""))


def _digits(match: re.Match[str]) -> Decimal:
    whole, comma, cents = match["digits"].rpartition(",")
    written = f"{whole}.{cents}" if comma and len(cents) == 2 else match["digits"]  # 49,90 €
    return Decimal(written.replace(",", "")) * _SUFFIXES.get(match["suffix"] or "", 1)


def english_number(words: str) -> int | None:
    """The value of a number in lower-case words, None when the words do not make one: "two hundred and fifty" is 250."""
    if words in ("pair", "couple", "dozen", "hundred", "thousand"):
        return None
    if words.startswith("half a "):
        return _LARGE.get(words[7:], 0) // 2 or None
    total = current = 0
    last = 0
    for word in re.split(r"[\s-]", words):
        if word in _LARGE:
            current = (current or 1) * _LARGE[word]
            if _LARGE[word] >= 1000:
                total, current = total + current, 0
        elif word in _SMALL:
            # "twenty five" is a number, "five five" and "five twenty" are not.
            if last and (last < 20 or _SMALL[word] > 9):
                return None
            current += _SMALL[word]
        last = _SMALL.get(word, 0) if word not in ("and", "a") else last
    return total + current


def chinese_number(text: str) -> int | None:
    """The value of a number in Simplified Chinese, None when it is not one: 一百二 is 120, 二零二五 is 2025."""
    if len(text) > 1 and all(character in _HAN_DIGITS for character in text):
        # Two digits, 七八, are "seven or eight".
        return int("".join(str(_HAN_DIGITS[character]) for character in text)) if len(text) > 2 and "两" not in text else None
    total = section = digit = 0
    unit = 1
    for character in text:
        if character in _HAN_DIGITS:
            digit, unit = _HAN_DIGITS[character], unit if character not in "零〇" else 1
            continue
        factor = _HAN_UNITS[character]
        if factor == 10_000:
            total, section = (total + section + digit) * factor, 0
        else:
            section += (digit or 1) * factor
        digit, unit = 0, factor
    # The last digit of 一百二 and 一万二 counts a tenth of the unit before it.
    return total + section + digit * (unit // 10 if unit >= 100 else 1)
