"""Phone numbers by the numbering plans of libphonenumber: international ones, and national ones of the shop's regions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from configs.errors import ConfigurationError
from nlu.entities import numbering
from nlu.entities.numbering import Written
from nlu.entities.spans import Context, Span
from nlu.understanding import Language

_FEWEST_DIGITS = 8
_ENOUGH_DIGITS = re.compile(r"\d(?:[\s().-]{0,3}\d){7}")
# Groups of digits; the first may be in brackets, and so may the zero of +44 (0)20.
_GROUPS = re.compile(
    r"(?<![a-z\d+#$€£¥])(?<!\d[.:-])(?P<abroad>\+\s?|00(?=[1-9]))?"
    r"(?:\(\d{1,5}\)|\d{1,14})(?:[\s.-]{0,2}\(\d{1,4}\))?(?:[\s.-]{1,2}\d{1,8}|(?<=\))\d{2,8}){0,5}(?![a-z\d]|[.:-]\d)"
)
_GROUP_END = re.compile(r"\d(?!\d)")
# Not 1-800-555-0199: no group is a lone 1.
_CHINESE_MOBILE = re.compile(r"\(?(?:86\)?[\s.-]{0,2})?(?!1\D)1[3-9](?:[\s.-]{0,2}\d){9}")
_CHINESE_SPEAKING = frozenset({"CN", "HK", "MO", "TW"})
# Ten digits in a row may be anything, unless they are called a phone number; a zero in front is a trunk prefix.
_CALLED = re.compile(
    r"(?:\b(?:phone|mobile|cell|tel|telephone|call|ring|text|texts|sms|whatsapp|fax|reach|dial|contact)\b|电话|手机|座机|联系|打给|拨打|致电|传真)"
    r"[^\d]{0,24}$"
)
_OTHERWISE = re.compile(
    r"(?:\b(?:order|tracking|invoice|parcel|ticket|ref(?:erence)?|card|account)\b|订单|单号|快递|运单|物流|发票|卡号)[^\d]{0,16}$"
)
_DATE = re.compile(
    r"(?:19|20)\d\d([\s.-])(?:0[1-9]|1[0-2])\1(?:[12]\d|3[01]|0[1-9])(?!\d)|(?:0[1-9]|[12]\d|3[01])([.-])[01]\d\2(?:19|20)\d\d(?!\d)"
)
_FAR_BACK = 40
_MOST_TRIED = 20  # runs of digits in one message; each reading of one takes about forty microseconds a region
_MOST_DIGITS = 17  # 15 and two zeros in front
_FEWEST_OF_ANOTHER = 6


@dataclass(frozen=True)
class Phones:
    """Finds phone numbers; those without a calling code are from the first of `regions` (ISO 3166) that they fit.

    Raises ConfigurationError for a region that there is not.
    """

    regions: Sequence[str]

    def __post_init__(self) -> None:
        for region in self.regions:
            if region not in phonenumbers.SUPPORTED_REGIONS:
                raise ConfigurationError(
                    f"nlu.phone_regions: there is no region {region!r}; write ISO 3166 codes such as CN, US, GB"
                )

    def find(self, context: Context) -> Iterator[Span]:
        """Phone numbers in E.164: + and 8 to 15 digits."""
        if context.digits < _FEWEST_DIGITS or not _ENOUGH_DIGITS.search(context.text):
            return
        regions = self._ordered(context.language)
        place = 0
        for _ in range(_MOST_TRIED):
            match = _GROUPS.search(context.text, place)
            if match is None:
                return
            end, number = _longest(context.text, match, regions)
            if number is not None:
                yield Span("phone", match.start(), end, phonenumbers.format_number(number, PhoneNumberFormat.E164))
            place = end

    def _ordered(self, language: Language) -> list[str]:
        """The regions, those of the message's language first: 07700 900615 is a line in Guangxi or a British mobile."""
        return sorted(self.regions, key=lambda region: (region in _CHINESE_SPEAKING) != (language == "zh"))


def _longest(text: str, match: re.Match[str], regions: Sequence[str]) -> tuple[int, PhoneNumber | None]:
    """The longest run of a match's groups that is a phone number, and where to read on."""
    ends = [end.end() for end in _GROUP_END.finditer(text, match.start(), match.end())]
    for end in reversed(ends):
        if _FEWEST_DIGITS <= sum(map(str.isdecimal, text[match.start() : end])) <= _MOST_DIGITS:
            number = _read(text, match, end, regions)
            if number is not None:
                return end, number
    # "1048213 212 555 0147" begins with another number; four digits after four are a bank card's.
    return (ends[0] if ends[0] - match.start() >= _FEWEST_OF_ANOTHER else match.end()), None


def _read(text: str, match: re.Match[str], end: int, regions: Sequence[str]) -> PhoneNumber | None:
    """The number that `text` writes from the start of `match` to `end`, None when that is no phone number."""
    if match["abroad"]:
        number = numbering.parsed("+" + text[match.end("abroad") : end], None)
        return number if number and (match["abroad"][0] == "+" or phonenumbers.is_valid_number(number)) else None
    written = text[match.start() : end]
    before = text[max(0, match.start() - _FAR_BACK) : match.start()]
    if _CHINESE_MOBILE.fullmatch(written):
        return numbering.parsed(written, "CN")
    if _DATE.match(written) or _OTHERWISE.search(before):
        return None
    return numbering.national(Written.of(written, called=bool(_CALLED.search(before))), regions)
