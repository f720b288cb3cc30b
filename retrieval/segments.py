"""A part of the base that is searched by itself; nothing in it ever changes."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

import numpy as np

from knowledge_base.articles import Article
from nlu.text import normalized
from nlu.understanding import Vector
from retrieval.evidence import Candidates, Evidence
from retrieval.validity import Validity

_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Segment:
    """Articles with what speaks for them, without those that are withdrawn.

    `numbers` and `versions` are by id, `known` names the articles that are asked by a wording, without case and punctuation.
    """

    articles: tuple[Article, ...]
    evidence: Evidence
    numbers: Mapping[str, int]
    versions: Mapping[str, str]
    known: Mapping[str, tuple[int, ...]]
    withdrawn: frozenset[str]
    validity: Validity

    @classmethod
    def of(cls, articles: Sequence[Article], evidence: Evidence) -> Self:
        """All `articles`, in the order in which `evidence` knows them."""
        return cls(
            articles=tuple(articles),
            evidence=evidence,
            numbers={article.id: number for number, article in enumerate(articles)},
            versions={article.id: article.version for article in articles},
            known=_known(articles),
            withdrawn=frozenset(),
            validity=Validity(articles, evidence.layout.articles),
        )

    def without(self, withdrawn: Iterable[str]) -> Self:
        """The same with just these articles withdrawn, by id; what is not here is passed over."""
        gone = frozenset(withdrawn) & self.numbers.keys()
        validity = Validity(self.articles, self.evidence.layout.articles, [self.numbers[one] for one in gone])
        return replace(self, withdrawn=gone, validity=validity)

    def get(self, article_id: str) -> Article | None:
        """The article of that id, unless it is withdrawn."""
        number = self.numbers.get(article_id)
        return None if number is None or article_id in self.withdrawn else self.articles[number]

    def standing(self) -> tuple[Article, ...]:
        """The articles that are not withdrawn."""
        return tuple(article for article in self.articles if article.id not in self.withdrawn)

    def centres(self) -> Vector:
        """The unit mean of the vectors of each article that is not withdrawn, shape (articles, dimension)."""
        gone = [self.numbers[one] for one in self.withdrawn]
        return np.delete(self.evidence.centres, gone, axis=0) if gone else self.evidence.centres

    def gather(self, text: str, vector: Vector, language: str, at: datetime, channel: str) -> Candidates:
        """The articles that come near `text` and may be said then and there, by number."""
        return self.evidence.gather(text, vector, language, self.validity.at(at, channel))

    def asked_by(self, wording: str, at: datetime, channel: str) -> list[int]:
        """The articles that are asked by just this `plain` wording and may be said then and there, by number."""
        said = self.validity.at(at, channel)
        return [number for number in self.known.get(wording, ()) if said is None or said.articles[number]]


def plain(text: str) -> str:
    """`text` without case and punctuation."""
    return _NEITHER_LETTER_NOR_DIGIT.sub("", normalized(text).casefold())


def joined(parts: Sequence[Candidates], sizes: Collection[int]) -> Candidates:
    """The candidates of segments of those `sizes` as one; those of a later one are numbered on from the one before."""
    starts = np.cumsum([0, *sizes])[: len(parts)]
    articles = np.concatenate([part.articles + start for part, start in zip(parts, starts, strict=True)])
    return Candidates(articles, np.concatenate([part.features for part in parts]))


def _known(articles: Sequence[Article]) -> dict[str, tuple[int, ...]]:
    known: dict[str, tuple[int, ...]] = {}
    for number, article in enumerate(articles):
        for wording in {plain(one) for passage in article.passages.values() for one in passage.wordings}:
            known[wording] = (*known.get(wording, ()), number)
    known.pop("", None)
    return known
