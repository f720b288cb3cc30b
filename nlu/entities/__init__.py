"""Entities of one message: order numbers, products, amounts, dates and the like, by patterns and the shop's catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Self

from configs.settings import NluSettings
from nlu.entities import (
    addresses,
    amounts,
    dates_chinese,
    dates_english,
    dates_numeric,
    emails,
    order_ids,
    patterns,
    quantities,
    tracking_numbers,
)
from nlu.entities.catalogue import Catalogue
from nlu.entities.numerals import numerals
from nlu.entities.patterns import Pattern
from nlu.entities.phones import Phones
from nlu.entities.products import Products
from nlu.entities.spans import Context, Span, resolved
from nlu.text import folded
from nlu.understanding import Entity, Language

__all__ = ["Catalogue", "Recognizer", "extract"]

_FINDERS = (
    emails.find,
    order_ids.find,
    tracking_numbers.find,
    addresses.find,
    dates_numeric.find,
    dates_english.find,
    dates_chinese.find,
)
# Channels refuse longer messages; whoever calls with more waits no longer for it.
_LONGEST = 8000


@dataclass(frozen=True)
class Recognizer:
    """Finds the entities of messages to one shop; building it takes milliseconds, so build it once.

    `currency` (ISO 4217) is what prices are in, `regions` (ISO 3166) where a phone number without a calling code may be from,
    most likely first, `patterns` the shop's own types. Raises ConfigurationError for a region that there is not.
    """

    catalogue: Catalogue = field(default_factory=Catalogue)
    currency: str = "USD"
    regions: tuple[str, ...] = ("CN", "US", "GB")
    patterns: tuple[Pattern, ...] = ()
    _products: Products = field(init=False, repr=False, compare=False)
    _phones: Phones = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_products", Products(self.catalogue))
        object.__setattr__(self, "_phones", Phones(self.regions))

    @classmethod
    def of(cls, settings: NluSettings, catalogue: Catalogue | None = None) -> Self:
        """What the settings describe; raises ConfigurationError that names the key which cannot be used."""
        own = patterns.compiled(settings.patterns)
        return cls(catalogue or Catalogue(), settings.currency, tuple(settings.phone_regions), own)

    def extract(self, text: str, language: Language, today: date | None = None) -> tuple[Entity, ...]:
        """The entities of `text`, in order and without overlap.

        `today` (default: the machine's date) is what "yesterday" counts from. Both languages are always looked for, because
        customers mix them; `language` decides where one wording has two readings. Only the first 8,000 characters are read.
        """
        text = text[:_LONGEST]
        plain = folded(text)
        cased = "".join(text[place] for place in plain.origin)
        digits = sum(character.isdecimal() for character in plain.text)
        context = Context(plain.text, cased, digits, language, today or date.today(), self.currency)
        entities = []
        for span in resolved(self._found(context)):
            start, end = plain.span(span.start, span.end)
            entities.append(Entity(span.type, text[start:end], start, end, span.normalized))
        return tuple(entities)

    def _found(self, context: Context) -> Iterator[Span]:
        # The shop's own come first, so that they win a tie.
        for pattern in self.patterns:
            yield from pattern.find(context)
        for find in _FINDERS:
            yield from find(context)
        yield from self._phones.find(context)
        products = list(self._products.find(context))
        yield from products
        numbers = list(numerals(context.text))
        yield from amounts.find(context, numbers)
        yield from quantities.find(context, numbers, products)


@cache
def _default() -> Recognizer:
    return Recognizer()


def extract(text: str, language: Language, today: date | None = None) -> tuple[Entity, ...]:
    """The entities that need no catalogue: everything of `Recognizer.extract`, with products by category only."""
    return _default().extract(text, language, today)
