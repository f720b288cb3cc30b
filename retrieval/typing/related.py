"""What is asked next: learned from which questions followed which, and before that, from which are about the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Self

import numpy as np
from numpy.typing import NDArray

from knowledge_base.articles import Article
from nlu.understanding import Vector
from retrieval.typing.questions import Question, asked

PRIOR = 10.0  # questions that the neighbours are worth
NEIGHBOURS = 8
DUPLICATE = 0.9  # cosine from which two articles say the same
UNRELATED = 0.3  # and up to which they have nothing to do with each other
TIMES = 2.0  # that a question must have followed, at least
LIFT = 1.0  # and how much more often than after anything else

Follows = Mapping[str, Mapping[str, float]]
"""How often a question followed another in one conversation: by the earlier article's id, then by the later one's."""

Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Related:
    """Related questions of one base of `articles`.

    `follows` holds counts, `total` (articles,) how often each followed any; `centres` (articles, dimension) are unit vectors.
    The share of B after A is (n(A, B) + PRIOR q) / (n(A) + PRIOR), where q is B's share among the neighbours of A, by rank. A B
    that is no neighbour must have followed TIMES and with a lift of more than LIFT, lest it be what everybody asks anyway
    (lift: Brin, Motwani, Ullman and Tsur 1997, https://doi.org/10.1145/253260.253325).
    """

    articles: tuple[Article, ...]
    numbers: Mapping[str, int]
    follows: Mapping[int, Shares]
    total: Shares
    centres: Vector

    @classmethod
    def of(cls, articles: Sequence[Article], centres: Vector, follows: Follows | None = None) -> Self:
        """Resolve `follows` to `articles`, whose unit vectors are `centres`; counts of others are passed over."""
        numbers = {article.id: number for number, article in enumerate(articles)}
        counted: dict[int, Shares] = {}
        for first, counts in (follows or {}).items():
            row = np.zeros(len(articles))
            for second, times in counts.items():
                if second in numbers and second != first:
                    row[numbers[second]] = times
            if first in numbers:
                counted[numbers[first]] = row
        total = np.sum(list(counted.values()), axis=0) if counted else np.zeros(len(articles))
        return cls(tuple(articles), numbers, counted, total, centres)

    def after(
        self,
        article_id: str,
        language: str,
        answered: Collection[str] = (),
        count: int = 3,
        at: datetime | None = None,
    ) -> tuple[Question, ...]:
        """At most `count` questions that may come after an article, likeliest first, in `language`.

        Never the article itself, one in `answered`, one that says the same as one of those, or one that may not be said `at` a
        moment (aware), now unless it is given; none for an unknown article.
        """
        number = self.numbers.get(article_id)
        if number is None:
            return ()
        told = [self.numbers[one] for one in {article_id, *answered} if one in self.numbers]
        shares = self._shares(number)
        shares[told] = 0
        likely = np.flatnonzero(shares)
        likely = likely[(self.centres[likely] @ self.centres[told].T).max(axis=1, initial=-1) <= DUPLICATE]
        ordered = (self.articles[place] for place in likely[np.argsort(-shares[likely], kind="stable")])
        now = at or datetime.now(UTC)
        fit = (article for article in ordered if language in article.passages and article.valid(now))
        return tuple(asked(article, language) for article in islice(fit, count))

    def _shares(self, number: int) -> Shares:
        counts = self.follows.get(number, np.zeros(len(self.articles)))
        prior = self._neighbours(number)
        shares: Shares = (counts + PRIOR * prior) / (counts.sum() + PRIOR)
        lift = counts * self.total.sum() / np.maximum(self.total * counts.sum(), 1e-9)
        shares[(prior == 0) & ((counts < TIMES) | (lift <= LIFT))] = 0
        return shares

    def _neighbours(self, number: int) -> Shares:
        """The shares of the nearest articles: 1, 1/2, 1/3, ... made to sum to 1."""
        similar = self.centres @ self.centres[number]
        similar[(similar > DUPLICATE) | (similar < UNRELATED)] = -1
        some = np.argpartition(-similar, NEIGHBOURS)[:NEIGHBOURS] if len(similar) > NEIGHBOURS else np.arange(len(similar))
        nearest = some[np.argsort(-similar[some], kind="stable")]
        shares = np.zeros(len(self.articles))
        shares[nearest] = np.where(similar[nearest] > 0, 1 / np.arange(1, len(nearest) + 1), 0)
        return shares / max(float(shares.sum()), 1e-9)
