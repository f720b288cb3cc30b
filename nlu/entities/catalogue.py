"""What a shop's products are called, as data for finding them in messages."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Protocol, Self

from nlu.text import folded


class Wording(Protocol):
    """A product's wording in one language."""

    @property
    def name(self) -> str:
        """The full name."""
        ...

    @property
    def aliases(self) -> tuple[str, ...]:
        """What customers call it."""
        ...


class Listed(Protocol):
    """A product as the knowledge base keeps it."""

    @property
    def sku(self) -> str:
        """The unique number of the product."""
        ...

    @property
    def brand(self) -> str:
        """The brand."""
        ...

    @property
    def category(self) -> str:
        """The category, as in nlu/data/nouns.toml."""
        ...

    @property
    def texts(self) -> Mapping[str, Wording]:
        """The wording by language."""
        ...


@dataclass(frozen=True)
class Catalogue:
    """`aliases` lead from any wording to a SKU or a category, `categories` from a SKU to its category."""

    aliases: Mapping[str, str] = field(default_factory=dict, hash=False)
    categories: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, products: Iterable[Listed]) -> Self:
        """Every product's names and aliases, the models without their brand, and the brands of one category.

        Of several products with the same alias, the first has it.
        """
        products = list(products)
        aliases: dict[str, str] = {}
        shortened: dict[str, str] = {}
        brands = _brands(products)
        for product in products:
            for wording in product.texts.values():
                for name in (wording.name, *wording.aliases):
                    aliases.setdefault(folded(name).text, product.sku)
                    for model in _without_brand(folded(name).text, brands):
                        shortened.setdefault(model, product.sku)
        named = {brand: next(iter(categories)) for brand, categories in brands.items() if len(categories) == 1}
        return cls({**named, **shortened, **aliases}, {product.sku: product.category for product in products})


def _brands(products: list[Listed]) -> dict[str, set[str]]:
    """Each brand's names, one a language, with the categories that it has."""
    brands: dict[str, set[str]] = {}
    groups = {(product.brand, language): None for product in products for language in product.texts}
    for brand, language in groups:
        own = [product for product in products if product.brand == brand and language in product.texts]
        # The catalogue names a brand in one language; in another it is what all its products' names begin with.
        shared = _shared_beginning([folded(product.texts[language].name).text for product in own]).strip()
        for name in {folded(brand).text, shared, shared.split(" ")[0]} - {""}:
            brands.setdefault(name, set()).update(product.category for product in own)
    return brands


def _shared_beginning(names: list[str]) -> str:
    first, last = min(names), max(names)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(character for character, _ in same)


def _without_brand(name: str, brands: Iterable[str]) -> Iterator[str]:
    """The model alone, when it has a number that makes it one: "35mm f/1.8", "book 14", but not "for kids" or "14"."""
    for brand in brands:
        rest = name.removeprefix(brand).strip()
        if rest != name and re.search(r"\d", rest) and re.search(r"[a-z]|\d-\d", rest):
            yield rest
