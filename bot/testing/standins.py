"""Stand-ins for what is personal in a conversation: of the same kind and shape, and the same one wherever a value comes again."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analytics.mining.redaction import NAMES
from nlu.entities import extract
from nlu.understanding import Language

KNOWN, UNKNOWN = "SK90000{number:02}", "SK70000{number:02}"
"""Order numbers: of orders that are fixtures, and of some that the shop has never had."""

_SHAPES: Mapping[str, Mapping[Language, str]] = {
    "email": {"en": "customer{number}@example.com", "zh": "customer{number}@example.com"},
    "phone": {"en": "+44 7700 9001{number:02}", "zh": "138001380{number:02}"},
    "address": {"en": "{number} Harbour Street", "zh": "海港路{number}号"},
    "tracking_number": {"en": "YT88400000000{number:02}", "zh": "YT88400000000{number:02}"},
    "order_id": {"en": UNKNOWN, "zh": UNKNOWN},
}
_PEOPLE: Mapping[str, tuple[str, ...]] = {
    "en": ("Kim", "Robin", "Sam", "Laura", "Peter"),
    "en, whole": ("Kim Reed", "Robin Hayes", "Sam Porter", "Laura Bell", "Peter Marsh"),
    "zh1": ("林", "何", "许", "江", "秦"),
    "zh2": ("林晓", "何静", "许宁", "江雪", "秦岚"),
    "zh3": ("林小雨", "何文静", "许安宁", "江晨阳", "秦子岚"),
}
"""By language, and by how much of a name is said."""

_TITLE = re.compile(r"(?P<before>(?:[Mm]rs?|[Mm]s|[Mm]iss|[Dd]r)\.?\s+)?(?P<name>.+?)(?P<after>先生|女士|小姐)?")
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){5,}")


@dataclass
class Standins:
    """Stand-ins that are given out as values are met; `orders` are the numbers of those that the shop has.

    Another `series` gives others: a model may hear more in one name than in another.
    """

    orders: Collection[str] = ()
    series: int = 0
    values: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def meet(self, text: str, language: Language) -> None:
        """Give stand-ins to what is personal in `text`."""
        for entity in extract(text, language):
            if entity.type in _SHAPES:
                shape = KNOWN if entity.normalized in self.orders else _SHAPES[entity.type][language]
                value = self._value(entity.normalized, shape)
                self.words[entity.value] = _like(entity.value, value) if entity.type == "order_id" else value
        for name in NAMES.finditer(text):
            self._person(name[0], language)
        for number in _LONG_NUMBER.finditer(self.text(text)):
            if not any(number[0] in word for word in self.words.values()):
                self.words[number[0]] = re.sub(r"\d", _counted(len(self.words)), number[0])

    def order(self, number: str) -> str:
        """The stand-in for the number of an order."""
        return self._value(number, KNOWN if number in self.orders else UNKNOWN)

    def text(self, text: str) -> str:
        """`text` with stand-ins for all that was met."""
        known = {**self.values, **self.words}
        if not known:
            return text
        longest = sorted(known, key=len, reverse=True)
        pattern = "|".join(rf"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])" for word in longest)
        return re.sub(pattern, lambda found: known[found[0]], text)

    def value(self, value: Any) -> Any:
        """A value of JSON with stand-ins in all its texts."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {name: self.value(one) for name, one in value.items()}
        return [self.value(one) for one in value] if isinstance(value, list | tuple) else value

    def _value(self, value: str, shape: str) -> str:
        given = sum(1 for other in self.values.values() if other.startswith(shape.partition("{")[0]))
        return self.values.setdefault(value, shape.format(number=given + 1 + 7 * self.series))

    def _person(self, person: str, language: Language) -> None:
        match = _TITLE.fullmatch(person)
        if match is not None:
            name = match["name"]
            people = _PEOPLE[f"zh{min(len(name), 3)}" if language == "zh" else "en, whole" if " " in name else "en"]
            given = self.words.get(name, people[(len(self.words) + self.series) % len(people)])
            if len(name) > 1:  # a surname of one Chinese character stands in many other words
                self.words |= {name: given, **dict(zip(name.split(), given.split(), strict=False))}
            self.words[person] = f"{match['before'] or ''}{given}{match['after'] or ''}"


def met(texts: Iterable[tuple[str, Language]], orders: Collection[str], series: int = 0) -> Standins:
    """The stand-ins for all that is personal in `texts`."""
    standins = Standins(orders, series)
    for text, language in texts:
        standins.meet(text, language)
    return standins


def _like(written: str, number: str) -> str:
    """The order's number as the other was written: with its digits in place of those, where there are as many."""
    digits = iter(character for character in number if character.isdecimal())
    places = sum(character.isdecimal() for character in written)
    if places != sum(character.isdecimal() for character in number):
        return number
    return "".join(next(digits) if character.isdecimal() else character for character in written)


def _counted(seed: int) -> Callable[[re.Match[str]], str]:
    """Digits one after the other, none of them 0."""
    count = iter(range(seed, seed + 1000))
    return lambda digit: str(next(count) % 9 + 1)
