"""What digits are by the numbering plans of countries, as libphonenumber knows them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

_SERVICES = frozenset({"400", "800"})


@dataclass(frozen=True, slots=True)
class Written:
    """Digits as they were grouped; `called` says that the words around them speak of a phone."""

    digits: str
    groups: list[str]
    called: bool

    @classmethod
    def of(cls, text: str, called: bool) -> Self:
        """The groups are what stands between spaces, dots, hyphens and brackets."""
        groups = re.findall(r"\d+", text)
        return cls("".join(groups), groups, called)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A number, and how well it fits its country: its area code stands apart, then whether it is in use."""

    number: PhoneNumber
    area_apart: bool
    in_use: bool


def national(written: Written, regions: Sequence[str]) -> PhoneNumber | None:
    """The number in its national form of the region that it fits best, the first among equals; None when it fits none."""
    found = (_national(written, region, home=place == 0) for place, region in enumerate(regions))
    readings = [reading for reading in found if reading]
    best = max(readings, key=lambda reading: (reading.area_apart, reading.in_use), default=None)
    return best.number if best else None


def _national(written: Written, region: str, home: bool) -> _Reading | None:
    number = parsed(written.digits, region)
    if number is None:
        return None
    usual = re.findall(r"\d+", phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    reading = _Reading(number, written.groups[0] == usual[0], phonenumbers.is_valid_number(number))
    zero = phonenumbers.ndd_prefix_for_region(region, True) == "0"
    if zero and written.digits.startswith("0"):
        return reading
    # What has a zero in front is seldom written without it, and chance seldom groups digits as everybody does.
    complete = not (zero and usual[0].startswith("0"))
    likely = (written.called and (complete or home)) or (complete and _grouped(written.groups, usual))
    return reading if likely and reading.in_use else None


def _grouped(groups: list[str], usual: list[str]) -> bool:
    return len(groups) > 1 and (groups[-len(usual) :] == usual or groups[0] in _SERVICES)


def parsed(written: str, region: str | None) -> PhoneNumber | None:
    """The number, None when no number is as long; without a region it begins with + and its calling code."""
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
