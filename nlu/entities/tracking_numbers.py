"""Tracking numbers of carriers: letters that are theirs and digits, or digits that are called one."""

import re
from collections.abc import Iterator

from nlu.entities.spans import Certainty, Context, Span

_LETTERED = re.compile(r"([a-z]{2}(?<![a-z\d]..)(?<!sk)\d(?:[ -]?\d){9,12})(?![a-z\d])")
# Only carriers' letters may stand apart: "my 13800001234" is a phone number.
_SPACED = re.compile(r"([hjsyz][dfltz](?<![a-z\d]..)[ -]\d(?:[ -]?\d){9,12})(?![a-z\d])")
# Universal Postal Union, standard S10: service, eight digits and a check digit, country.
_POSTAL = re.compile(r"([a-z]{2}(?<![a-z\d]..)\s?\d(?:\s?\d){8}\s?[a-z]{2})(?![a-z\d])")
_CALLED = re.compile(
    r"(?:tracking|waybill|运单|快递|物流|单号)(?:\s?(?:number|code|id|no\.?|nr\.?|单?号码?))?\s?(?:is|是|为)?[\s:#]{0,3}(\d{10,22})(?![a-z\d])"
)
# Carriers whose letters nothing else begins with, and UPS.
_CARRIED = re.compile(
    r"((?<![a-z\d])(?:(?:jd|jt|sf|yt|zt|yd|lp)\d{6,15}(?:[a-z]{2})?|1z(?=[a-z]{0,4}\d)[a-z\d]{6,16}))(?![a-z\d])"
)
_FEWEST_DIGITS = 5


def find(context: Context) -> Iterator[Span]:
    """Tracking numbers, normalised to upper case without gaps."""
    if context.digits < _FEWEST_DIGITS:
        return
    for pattern in (_LETTERED, _SPACED, _POSTAL, _CALLED, _CARRIED):
        for match in pattern.finditer(context.text):
            number = re.sub(r"[\s-]", "", match[1]).upper()
            yield Span("tracking_number", match.start(1), match.end(1), number, Certainty.FORMAL)
