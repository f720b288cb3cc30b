"""Questions of the base that somebody may be about to ask, while they type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from knowledge_base.articles import LANGUAGES, Article
from retrieval.typing.keys import Keys
from retrieval.typing.matching import Matches, Scores, matches
from retrieval.typing.questions import Question, asked

LONGEST = 60  # characters typed; who has written more has a question of their own
LEAST = 0.4  # of what was typed must be in a wording
BEGINS, SHORT, TITLE, LANGUAGE, ALIKE, TOGETHER, POPULAR = 0.15, 0.2, 0.1, 0.25, 0.1, 0.3, 0.4
"""What counts beside the match, which is 1 at most: of a wording to begin alike, to be hardly longer than what was typed, to be
the title, and the language of the page; of an article that all its wordings match, that they have all of it between them, and
that it is asked for most."""


@dataclass(frozen=True)
class Completer:
    """Completes what is typed by the questions of `articles`; another base needs another completer.

    `languages`, `titles` and `lengths` (wordings,) are the language of each wording, whether it is its article's title, and its
    characters; `starts` (articles,) is where each article's wordings start, `popularity` (articles,) is in [0, 1].
    """

    articles: tuple[Article, ...]
    keys: Keys
    languages: NDArray[np.int8]
    titles: NDArray[np.bool_]
    lengths: NDArray[np.float32]
    starts: NDArray[np.int64]
    popularity: Scores

    @classmethod
    def of(cls, articles: Sequence[Article], counts: Mapping[str, float] | None = None) -> Self:
        """Index the wordings of `articles`; `counts` says how often each was asked for, by its id."""
        spoken = [[(language, passage) for language, passage in article.passages.items()] for article in articles]
        rows = [
            (text, LANGUAGES.index(language), text is passage.question)
            for passages in spoken
            for language, passage in passages
            for text in passage.wordings
        ]
        sizes = [sum(len(passage.wordings) for _, passage in passages) for passages in spoken]
        return cls(
            articles=tuple(articles),
            keys=Keys.of([text for text, _, _ in rows]),
            languages=np.array([language for _, language, _ in rows], np.int8),
            titles=np.array([title for _, _, title in rows], np.bool_),
            lengths=np.array([max(len(text), 1) for text, _, _ in rows], np.float32),
            starts=np.cumsum([0, *sizes[:-1]], dtype=np.int64)[: len(sizes)],
            popularity=_popularity(articles, counts or {}),
        )

    def counted(self, counts: Mapping[str, float]) -> Self:
        """The same with other counts."""
        return replace(self, popularity=_popularity(self.articles, counts))

    def complete(self, text: str, language: str, count: int = 5) -> tuple[Question, ...]:
        """At most `count` questions that `text` may become, best first; `language` is that of the page.

        None for a text of which most is in no wording, or which is too long to be the beginning of a question.
        """
        if len(text) > LONGEST or not self.articles:
            return ()
        found = matches(self.keys, text)
        if found is None:
            return ()
        scores = self._scores(found, len(text), language)
        totals = self._totals(found, scores)
        shown: dict[str, Question] = {}
        for number in np.argsort(-totals, kind="stable")[: 2 * count]:
            if totals[number] > 0 and len(shown) < count:
                question = self._question(int(number), scores)
                shown.setdefault(question.title, question)
        return tuple(shown.values())

    def _scores(self, found: Matches, typed: int, language: str) -> Scores:
        """What counts of each wording, shape (wordings,), 0 for one that has too little of the `typed` characters."""
        covered = found.covered
        spoken = self.languages == LANGUAGES.index(language)
        short = np.minimum(1, typed / self.lengths)
        extra = BEGINS * found.begins + SHORT * short + TITLE * self.titles + LANGUAGE * spoken
        return np.where(covered >= LEAST, covered + extra, 0).astype(np.float32)

    def _totals(self, found: Matches, scores: Scores) -> Scores:
        """What counts of each article, shape (articles,)."""
        best = np.maximum.reduceat(scores, self.starts)
        sizes = np.diff(self.starts, append=len(scores))
        alike = np.add.reduceat(found.covered, self.starts) / sizes
        extra = ALIKE * alike + TOGETHER * found.together(self.starts) + POPULAR * self.popularity
        return np.where(best > 0, best + extra, 0).astype(np.float32)

    def _question(self, number: int, scores: Scores) -> Question:
        """The article with that number, in the language of the wording that matches best."""
        article, start = self.articles[number], self.starts[number]
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(scores)
        language = LANGUAGES[self.languages[start + int(scores[start:end].argmax())]]
        return asked(article, language)


def _popularity(articles: Sequence[Article], counts: Mapping[str, float]) -> Scores:
    times = np.log1p(np.array([max(counts.get(article.id, 0.0), 0.0) for article in articles], np.float32))
    return (times / max(float(times.max(initial=0)), 1e-9)).astype(np.float32)
