"""Personal data replaced by something of the same shape, so that a sentence may be kept and still teaches what it looks like."""

import hashlib
import re
from collections.abc import Iterator

from nlu.entities import extract
from nlu.understanding import Entity, EntityType, Language

_PERSONAL: frozenset[EntityType] = frozenset({"email", "phone", "order_id", "tracking_number", "address"})
_EMAILS = ("kim@example.com", "sam.lee@example.com", "j.park@example.org", "robin@example.net")
_ADDRESSES: dict[Language, tuple[str, ...]] = {
    "en": ("12 Harbour Street", "7 Linden Road", "350 Mill Lane", "28 Garden Avenue"),
    "zh": ("海港路12号", "林荫街7号", "花园路28号", "中山大道350号"),
}
# Kept, so that a number is still found as what it is: SK10, +86, 138, YT88.
_KEPT = 2
# Cards, identity papers, accounts: whatever is too long for a price or a model's name.
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){5,}")


def masked(text: str, language: Language) -> str:
    """`text` on one line, with other e-mail addresses, phone, order, tracking and further long numbers, and other addresses.

    What is put in follows from the words around it; of what was there it says only how a number began (SK10, +44, 13) and how
    long it was. So two messages that differ in their order number alone become the same, and masking twice changes nothing.
    Names of people are not recognised and stay.
    """
    text = " ".join(text.split())
    found = [entity for entity in extract(text, language) if entity.type in _PERSONAL]
    if not found and not _LONG_NUMBER.search(text):
        return text
    blank = _LONG_NUMBER.sub("#", _replaced(text, found, ["#"] * len(found)))
    choices = _choices(blank)
    text = _replaced(text, found, [_shaped(entity, language, choices) for entity in found])
    kept = [(entity.start, entity.end) for entity in extract(text, language) if entity.type in _PERSONAL]
    return _LONG_NUMBER.sub(lambda match: match[0] if _inside(match.span(), kept) else _digits(match[0], 0, choices), text)


def _shaped(entity: Entity, language: Language, choices: Iterator[int]) -> str:
    if entity.type == "email":
        return _EMAILS[next(choices) % len(_EMAILS)]
    if entity.type == "address":
        return _ADDRESSES[language][next(choices) % len(_ADDRESSES[language])]
    return _digits(entity.value, _KEPT, choices)


def _digits(value: str, kept: int, choices: Iterator[int]) -> str:
    """`value` with all digits but the first `kept` replaced; never by 0, which may not stand everywhere."""
    result, seen = "", 0
    for character in value:
        digit = character.isdecimal()
        seen += digit
        result += str(next(choices) % 9 + 1) if digit and seen > kept else character
    return result


def _replaced(text: str, found: list[Entity], values: list[str]) -> str:
    result, position = "", 0
    for entity, value in zip(found, values, strict=True):
        result += text[position : entity.start] + value
        position = entity.end
    return result + text[position:]


def _inside(span: tuple[int, int], places: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in places)


def _choices(seed: str) -> Iterator[int]:
    """Numbers from 0 to 255 without end, always the same for a `seed`."""
    block = seed.encode()
    while True:
        block = hashlib.sha256(block).digest()
        yield from block
