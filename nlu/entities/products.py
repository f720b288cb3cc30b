"""Products: the catalogue's names and aliases, and the nouns that name a category."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlu.entities.catalogue import Catalogue
from nlu.entities.lexicon import Lexicon
from nlu.entities.spans import Context, Span
from nlu.text import folded

_ORDINARY = "none"
_NOUNS = Path(__file__).parents[1] / "data" / "nouns.toml"
_JOINED = ("", " ", "-", "的", " 的", "'s ")


@dataclass(frozen=True)
class _Nouns:
    """Folded nouns of both languages by category, the accessories among the categories, and phrases that name no goods."""

    categories: Mapping[str, list[str]]
    accessories: frozenset[str]
    ordinary: list[str]


@cache
def _nouns() -> _Nouns:
    tables = tomllib.loads(_NOUNS.read_text(encoding="utf-8"))
    words = {name: [folded(word).text for word in (*table["en"], *table["zh"])] for name, table in tables.items()}
    return _Nouns(
        {name: nouns for name, nouns in words.items() if name != _ORDINARY},
        frozenset(name for name, table in tables.items() if table.get("accessory")),
        words.get(_ORDINARY, []),
    )


class Products:
    """Finds the products of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        nouns = _nouns()
        # Nouns come first: "power bank" means all of them, even when the catalogue calls one of its products so.
        meanings = {noun: category for category, words in nouns.categories.items() for noun in words}
        for alias, meaning in catalogue.aliases.items():
            meanings.setdefault(alias, meaning)
        self._lexicon = Lexicon(meanings, nouns.ordinary)
        self._category_of = {**catalogue.categories, **{category: category for category in nouns.categories}}

    def find(self, context: Context) -> Iterator[Span]:
        """Products as a SKU or, where only the kind is named, a category.

        A model and the noun after it are one product, of the noun's kind: "X5 case" is a case, "Buds 2 earphones" are the Buds 2.
        So are a brand or noun and a model of its kind.
        """
        last: Span | None = None
        for start, end, meaning in self._lexicon.find(context.text):
            joined = self._joined(last, meaning) if last and context.text[last.end : start] in _JOINED else None
            if last is not None and joined is None:
                yield last
            last = Span("product", last.start if last and joined else start, end, joined or meaning)
        if last is not None:
            yield last

    def _joined(self, before: Span, meaning: str) -> str | None:
        """What `before` and the product right after it mean together, None when they are two products."""
        kind, next_kind = self._category_of.get(before.normalized), self._category_of.get(meaning)
        if next_kind != meaning:
            return meaning if next_kind is not None and before.normalized == next_kind else None
        if kind == meaning:
            return before.normalized
        return meaning if meaning in _nouns().accessories else None
