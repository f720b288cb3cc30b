"""Phone numbers: Chinese mobiles and lines, international numbers, North American ones."""

import re
from collections.abc import Iterator

from nlu.entities.spans import Context, Span

# Calling codes (ITU-T E.164) of the countries that the shop's customers call from.
_CALLING_CODES = {
    "AU": "61", "CA": "1", "CN": "86", "DE": "49", "FR": "33", "GB": "44", "HK": "852", "IE": "353", "JP": "81", "KR": "82",
    "MO": "853", "MY": "60", "NZ": "64", "SG": "65", "TW": "886", "US": "1",
}  # fmt: skip
_CHINA = _CALLING_CODES["CN"]
_AMERICA = _CALLING_CODES["US"]
_ENOUGH_DIGITS = re.compile(r"\d(?:[\s().-]{0,2}\d){7}")
_INTERNATIONAL = re.compile(
    r"(?<![a-z\d+])(?:\+|00)\s?([1-9]\d{0,2})[\s.-]?(?:\(0?(\d{0,4})\)[\s.-]?)?(\d(?:[\s.-]?\d){4,12})(?!\d)"
)
_MOBILE = re.compile(r"(?<![\d.+])(?:\(?86\)?[\s-]?)?(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})(?!\d)")
_LINE = re.compile(r"(?<![\d.+-])(\(?0\d{2,4}\)?[\s-]?\d{3,4}[\s-]?\d{4})(?![\d-])")
_SERVICE = re.compile(r"(?<![\d.+-])([48]00[\s-]\d{3}[\s-]?\d{4}|[48]00[\s-]\d{4}[\s-]?\d{3})(?![\d-])")
_AMERICAN = re.compile(r"(?<![\d.+-])(\([2-9]\d{2}\)\s?\d{3}[\s-]\d{4}|[2-9]\d{2}([.-])\d{3}\2\d{4})(?![\d-])")


def find(context: Context) -> Iterator[Span]:
    """Phone numbers in E.164: + and 8 to 15 digits."""
    if context.digits < 8 or not _ENOUGH_DIGITS.search(context.text):
        return
    home = _CALLING_CODES.get(context.region, _CHINA)
    for match in _INTERNATIONAL.finditer(context.text):
        yield from _span(match, "".join(group or "" for group in match.groups()))
    for match in _MOBILE.finditer(context.text):
        yield from _span(match, _CHINA + match[1])
    for match in _LINE.finditer(context.text):
        yield from _span(match, home + match[1].lstrip("(").removeprefix("0"))
    for match in _SERVICE.finditer(context.text):
        yield from _span(match, home + match[1])
    for match in _AMERICAN.finditer(context.text):
        yield from _span(match, _AMERICA + match[1])


def _span(match: re.Match[str], number: str) -> Iterator[Span]:
    digits = re.sub(r"\D", "", number)
    if 8 <= len(digits) <= 15:
        yield Span("phone", match.start(), match.end(), f"+{digits}")
