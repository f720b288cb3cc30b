"""Numbers in texts for people: 1,299 or 7.50, twenty-five, two hundred, half a, 两, 十五, 一百二十, 半."""

import re
from decimal import Decimal

_UNDER_TWENTY = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen"""
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: value for value, word in enumerate(_UNDER_TWENTY.split())}
_TENS = {word: 10 * value for value, word in enumerate(_ROUND.split(), start=2)}
_WORDS: dict[str, int | Decimal] = {
    **_SMALL,
    **_TENS,
    "half": Decimal("0.5"),
    "a": 1,
    "an": 1,
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}

_TEN = "|".join(_TENS)
_ONE = "|".join(sorted(_SMALL, key=len, reverse=True))
NUMBER = (
    r"(?:(?<!\d)\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?(?!\d)|(?<!\d)\d{1,12}(?:\.\d{1,4})?(?!\d)"
    rf"|(?<![a-z])(?:(?:{_TEN})(?:[ -](?:{_ONE}))?|(?:{_ONE}|an?)(?: hundred| thousand| dozen)?|half an?|half)(?![a-z])"
    "|(?<![零〇一二两三四五六七八九十百千万])[零〇一二两三四五六七八九十百千万]{1,10}(?![零〇一二两三四五六七八九十百千万])|半)"
)
"""Matches a number in lower-case text; `value` reads it."""


def value(text: str) -> Decimal | None:
    """The number that `text`, matched by NUMBER, stands for; None for a row of characters that is none."""
    if text[0].isdecimal():
        return Decimal(text.replace(",", ""))
    if text[0].isascii():
        return _english(text)
    return Decimal("0.5") if text == "半" else _chinese(text)


def _english(text: str) -> Decimal:
    total = Decimal(0)
    for word in re.split("[ -]", text):
        number = Decimal(_WORDS[word])
        if word in ("hundred", "thousand", "dozen"):
            total = (total or 1) * number
        elif not (word in ("a", "an") and total):
            total += number
    return total


def _chinese(text: str) -> Decimal | None:
    if not set(text) & set(_UNITS):
        return Decimal("".join(str(_DIGITS[character]) for character in text)) if "两" not in text or len(text) == 1 else None
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif _UNITS[character] == 10_000:
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * _UNITS[character], 0
    return Decimal(total + section + digit)
