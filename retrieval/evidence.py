"""What speaks for each article: lexical and dense scores of the articles that come near a question."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge_base.articles import LANGUAGES, Article
from nlu.understanding import Vector
from retrieval import prototypes
from retrieval.indexes import Index, Mask, Rows
from retrieval.lexical import Document, Lexical
from retrieval.prototypes import Prototypes
from retrieval.tokens import tokens

NEAREST = 32  # vectors that are looked up
MATCHING = 8  # articles that match best lexically
LEXICAL, BEST, MEAN, ANSWER, OTHER, LEARNED, FOREIGN = range(7)
FEATURES = ("lexical", "best", "mean", "answer", "other", "learned", "foreign")

Features = NDArray[np.float64]


@dataclass(frozen=True)
class Said:
    """What may be found: `articles` (articles,), and the vectors that are `without` (rows,) it."""

    articles: Mask
    without: Mask


@dataclass(frozen=True)
class Candidates:
    """Articles by number, shape (n,), and what speaks for each, shape (n, 7).

    The columns: BM25 in [0, 1]; the cosine of the article's nearest wording, the mean cosine of its wordings and the cosine of
    its answer, in the customer's language or else in the one that it has; its nearest wording in the other language; the logit
    of its prototype; 1 where it has no passage in the customer's language, else 0.
    """

    articles: Rows
    features: Features


@dataclass(frozen=True)
class Layout:
    """Which rows of the vectors belong to which passage: its wordings, then its answer.

    `starts` and `counts` of wordings are of shape (passages,); `own` and `other` (articles, languages) name the passages that
    speak for an article to a customer of a language, and `foreign` is 1 where it does not speak that; `articles` (rows,)
    names the article of each row.
    """

    texts: tuple[str, ...]
    starts: Rows
    counts: Rows
    own: Rows
    other: Rows
    foreign: Rows
    articles: Rows

    @classmethod
    def of(cls, articles: Sequence[Article]) -> "Layout":
        """Lay out the passages of `articles`, article by article."""
        texts: list[str] = []
        starts: list[int] = []
        counts: list[int] = []
        owners: list[int] = []
        own: list[list[int]] = []
        other: list[list[int]] = []
        foreign: list[list[int]] = []
        for number, article in enumerate(articles):
            place: dict[str, int] = {}
            for language in (one for one in LANGUAGES if one in article.passages):
                passage = article.passages[language]
                place[language] = len(starts)
                starts.append(len(texts))
                counts.append(1 + len(passage.variants))
                texts += [*passage.wordings, passage.answer]
            owners += [number] * (len(texts) - len(owners))
            passages = list(place.values())
            own.append([place.get(language, passages[0]) for language in LANGUAGES])
            foreign.append([language not in place for language in LANGUAGES])
            other.append([next((one for one in passages if one != mine), mine) for mine in own[-1]])
        return cls(tuple(texts), *(np.array(one, dtype=np.int64) for one in (starts, counts, own, other, foreign, owners)))


class Evidence:
    """Everything about a base of articles that a question can be compared with."""

    def __init__(
        self, layout: Layout, vectors: Vector, index: Index, lexical: Mapping[str, Lexical], learned: Prototypes
    ) -> None:
        self.layout = layout
        self.vectors = vectors
        self.index = index
        self.lexical = lexical
        self.learned = learned

    @classmethod
    def of(cls, articles: Sequence[Article], vectors: Mapping[str, Vector], index: Index) -> "Evidence":
        """Index `articles`, whose texts' unit vectors are given; `index` is an empty one."""
        layout = Layout.of(articles)
        rows = np.stack([vectors[text] for text in layout.texts]).astype(np.float32)
        index.add(rows)
        lexical = {language: Lexical.fit([document(article, language) for article in articles]) for language in LANGUAGES}
        return cls(layout, rows, index, lexical, prototypes.fit(rows, layout.articles, len(articles)))

    @cached_property
    def centres(self) -> Vector:
        """The unit mean of the vectors of each article, shape (articles, dimension)."""
        starts = np.flatnonzero(np.diff(self.layout.articles, prepend=-1))
        sums = np.add.reduceat(self.vectors, starts) if len(starts) else self.vectors[:0]
        centres: Vector = sums / np.linalg.norm(sums, axis=1, keepdims=True).clip(1e-9)
        return centres

    def gather(self, text: str, vector: Vector, language: str, said: Said | None = None) -> Candidates:
        """The articles that come near `text`, whose unit vector is of shape (dimension,), in no particular order.

        Of those that are `said`, or of all.
        """
        lexical = self.lexical[language].scores(tokens(text))
        if said is not None:
            lexical = np.where(said.articles, lexical, np.float32(0))
        matching = np.argpartition(-lexical, MATCHING)[:MATCHING] if len(lexical) > MATCHING else np.arange(len(lexical))
        near = np.zeros(len(lexical), dtype=bool)
        _, rows = self.index.search(vector[None], NEAREST, said.without if said else None)
        near[self.layout.articles[rows[0]]] = True
        near[matching[lexical[matching] > 0]] = True
        articles = np.flatnonzero(near)
        speaker = LANGUAGES.index(language)
        passages = np.concatenate([self.layout.own[articles, speaker], self.layout.other[articles, speaker]])
        best, mean, answer = (cosines.reshape(2, -1) for cosines in self._cosines(passages, vector))
        learned = self.learned.scores(vector, articles)
        foreign = self.layout.foreign[articles, speaker]
        features = np.stack([lexical[articles], best[0], mean[0], answer[0], best[1], learned, foreign], axis=1)
        return Candidates(articles, features.astype(np.float64))

    def _cosines(self, passages: Rows, vector: Vector) -> tuple[Vector, Vector, Vector]:
        # Of the nearest wording, of all wordings on average, and of the answer; each passage lies in one run of rows.
        counts = self.layout.counts[passages]
        ends = np.cumsum(counts + 1)
        begins = ends - counts - 1
        if not len(ends):
            nothing = np.empty(0, dtype=np.float32)
            return nothing, nothing, nothing
        rows = np.arange(ends[-1]) + np.repeat(self.layout.starts[passages] - begins, counts + 1)
        cosines = self.vectors[rows] @ vector
        parts = np.stack([begins, ends - 1], axis=1).ravel()
        best, total = np.maximum.reduceat(cosines, parts)[::2], np.add.reduceat(cosines, parts)[::2]
        return best, (total / counts).astype(np.float32), cosines[ends - 1]


def document(article: Article, language: str) -> Document:
    """How often which token is in the article's wordings and in its answer; nothing where it does not speak the language."""
    passage = article.passages.get(language)
    if passage is None:
        return {}, {}
    return Counter(token for wording in passage.wordings for token in tokens(wording)), Counter(tokens(passage.answer))
