"""Questions that somebody is likely to ask before a word is typed: from the page, the cart, the order, and what others asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Self

import numpy as np

from knowledge_base.articles import Article
from retrieval.typing.context import PARTS, Context
from retrieval.typing.questions import Question, asked
from retrieval.typing.rules import Rules, Shares, shipped

PRIOR = 20.0  # questions that the rules are worth
WEIGHTS: Mapping[str, float] = {"any": 0.5, "language": 0.5, "page": 2.0, "cart": 1.0, "order": 4.0}
"""How much each kind of knowledge says; an order on its way is what most people write about."""

Counts = Mapping[str, Mapping[str, float]]
"""How often each article was asked for: by "any", "language:zh" or a part of the context, and by the article's id."""


@dataclass(frozen=True)
class Predictor:
    """Predicts for one base of `articles`, from `counts` where there are any and from `prior`, the rules, where not.

    The estimate for each part of a context is the mean of a Dirichlet posterior: counts n with PRIOR questions in the rules'
    shares added, (n + PRIOR share) / (sum of n + PRIOR). The parts are averaged by their WEIGHTS.
    """

    articles: tuple[Article, ...]
    counts: Mapping[str, Shares]
    prior: Mapping[str, Shares]

    @classmethod
    def of(cls, articles: Sequence[Article], counts: Counts | None = None, rules: Rules | None = None) -> Self:
        """Resolve rules (those that ship unless others are given) and counts to `articles`; what they lack is passed over."""
        known, places, size = rules or shipped(), _places(articles), len(articles)
        prior = {part: known.shares(part, places, size) for part in ("any", *sorted(PARTS))}
        if not prior["any"].any():
            prior["any"] = np.full(size, 1 / max(size, 1))
        numbers = {article.id: number for number, article in enumerate(articles)}
        return cls(tuple(articles), {part: _counted(of, numbers) for part, of in (counts or {}).items()}, prior)

    def predict(
        self, context: Context, count: int = 4, answered: Collection[str] = (), at: datetime | None = None
    ) -> tuple[Question, ...]:
        """At most `count` questions in the context's language, likeliest first, none of an article in `answered`.

        Only those that may be said `at` a moment (aware), now unless it is given.
        """
        now = at or datetime.now(UTC)
        likely = (self.articles[number] for number in np.argsort(-self._shares(context), kind="stable"))
        valid = (article for article in likely if article.valid(now))
        fresh = (article for article in valid if context.language in article.passages and article.id not in answered)
        return tuple(asked(article, context.language) for article in islice(fresh, count))

    def _shares(self, context: Context) -> Shares:
        parts = ("any", f"language:{context.language}", *context.parts)
        weights = np.array([WEIGHTS[part.partition(":")[0]] for part in parts])
        shares: Shares = weights @ np.array([self._estimate(part) for part in parts])
        return shares

    def _estimate(self, part: str) -> Shares:
        prior = self.prior.get(part, self.prior["any"])
        # A part that no rule of this base speaks of is like any other.
        prior = prior if prior.any() else self.prior["any"]
        counts = self.counts.get(part, np.zeros(len(self.articles)))
        estimate: Shares = (counts + PRIOR * prior) / (counts.sum() + PRIOR)
        return estimate


def _places(articles: Sequence[Article]) -> dict[str, list[int]]:
    """The numbers of the articles of each intent, and of each article by its id."""
    places: dict[str, list[int]] = {}
    for number, article in enumerate(articles):
        places.setdefault(article.intent, []).append(number)
    return places | {article.id: [number] for number, article in enumerate(articles)}


def _counted(counts: Mapping[str, float], numbers: Mapping[str, int]) -> Shares:
    found = np.zeros(len(numbers))
    for article_id, times in counts.items():
        if article_id in numbers:
            found[numbers[article_id]] = times
    return found
