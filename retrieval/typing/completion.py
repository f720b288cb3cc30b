"""Questions of the base that somebody may be about to ask, while they type."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice, takewhile
from typing import NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge_base.articles import LANGUAGES, Article
from retrieval.typing.keys import Keys
from retrieval.typing.matching import Matches, Scores, matches
from retrieval.typing.postings import Rows
from retrieval.typing.questions import Question, asked

Numbers = NDArray[np.int64]
Value = TypeVar("Value", bound=np.generic)

LONGEST = 60  # characters typed; who has written more has a question of their own
LEAST = 0.4  # of what was typed must be in a wording
BEGINS, SHORT, TITLE, LANGUAGE, ALIKE, TOGETHER, POPULAR = 0.15, 0.2, 0.1, 0.25, 0.1, 0.3, 0.4
"""What counts beside the match, which is 1 at most: of a wording to begin alike, to be hardly longer than what was typed, to be
the title, and the language of the page; of an article that all its wordings match, that they have all of it between them, and
that it is asked for most."""


@dataclass(frozen=True)
class Completer:
    """Completes what is typed by the questions of `articles`.

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
    def none(cls) -> Self:
        """Of no articles."""
        columns = np.zeros(0, np.int8), np.zeros(0, np.bool_), np.zeros(0, np.float32), np.zeros(0, np.int64)
        return cls((), Keys.none(), *columns, popularity=np.zeros(0, np.float32))

    @classmethod
    def of(cls, articles: Sequence[Article], counts: Mapping[str, float] | None = None) -> Self:
        """Index the wordings of `articles`; `counts` says how often each was asked for, by its id."""
        return cls.none().toward(articles, len(articles)).counted(counts or {})

    def toward(self, articles: Sequence[Article], most: int) -> Self:
        """The completer of `articles`, whose ids are distinct, without all that are new but the first `most` of them.

        Only these are read. Nothing has been counted yet.
        """
        chosen, origins = self._chosen(articles, most)
        sizes = np.diff(self.starts, append=len(self.lengths))
        fresh = {number: list(_wordings(chosen[number])) for number in np.flatnonzero(origins < 0).tolist()}
        counts = sizes[origins] if len(sizes) else np.zeros(len(chosen), np.int64)
        counts[list(fresh)] = [len(rows) for rows in fresh.values()]
        starts = np.cumsum([0, *counts])
        places = _places(starts[:-1], origins, self.starts, sizes)
        rows = {int(starts[number]) + at: one for number, found in fresh.items() for at, one in enumerate(found)}
        return replace(
            self,
            articles=tuple(chosen),
            keys=self.keys.renumbered(places, {row: one.text for row, one in rows.items()}),
            languages=_column(self.languages, places, {row: one.language for row, one in rows.items()}),
            titles=_column(self.titles, places, {row: one.title for row, one in rows.items()}),
            lengths=_column(self.lengths, places, {row: max(len(one.text), 1) for row, one in rows.items()}),
            starts=starts[:-1],
            popularity=np.zeros(len(chosen), np.float32),
        )

    def _chosen(self, articles: Sequence[Article], most: int) -> tuple[list[Article], NDArray[np.int64]]:
        """Those of `articles` that are indexed or among the first `most` others, and their numbers here, -1 for none."""
        numbers = {article.id: number for number, article in enumerate(self.articles)}
        chosen, origins, left = [], [], most
        for article in articles:
            number = numbers.get(article.id, -1)
            known = number >= 0 and (self.articles[number] is article or self.articles[number] == article)
            if known or left > 0:
                chosen.append(article)
                origins.append(number if known else -1)
                left -= not known
        return chosen, np.array(origins, np.int64)

    def counted(self, counts: Mapping[str, float]) -> Self:
        """The same with other counts."""
        return replace(self, popularity=_popularity(self.articles, counts))

    def complete(self, text: str, language: str, count: int = 5, at: datetime | None = None) -> tuple[Question, ...]:
        """At most `count` questions that `text` may become, best first; `language` is that of the page.

        Only those that may be said `at` a moment (aware), now unless it is given. None for a text of which most is in no
        wording, or which is too long to be the beginning of a question.
        """
        if len(text) > LONGEST or not self.articles:
            return ()
        found = matches(self.keys, text)
        if found is None:
            return ()
        scores = self._scores(found, len(text), language)
        totals = self._totals(found, scores)
        now = at or datetime.now(UTC)
        best = takewhile(lambda number: totals[number] > 0, np.argsort(-totals, kind="stable"))
        valid = (int(number) for number in best if self.articles[number].valid(now))
        shown: dict[str, Question] = {}
        for question in (self._question(number, scores) for number in islice(valid, 2 * count)):
            shown.setdefault(question.title, question)
        return tuple(shown.values())[:count]

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


class _Wording(NamedTuple):
    """A way in which an article is asked: the number of its language, and whether it is the title."""

    text: str
    language: int
    title: bool


def _wordings(article: Article) -> Iterator[_Wording]:
    for language, passage in article.passages.items():
        for text in passage.wordings:
            yield _Wording(text, LANGUAGES.index(language), text is passage.question)


def _places(starts: Numbers, origins: Numbers, old_starts: Numbers, sizes: Numbers) -> Rows:
    """Where each old wording goes, -1 for nowhere, when the article that starts at `starts` is the old one of its origin."""
    stay = origins >= 0
    moved = np.full(len(sizes), -1)
    moved[origins[stay]] = starts[stay]
    places = np.repeat(moved - old_starts, sizes) + np.arange(sizes.sum())
    return np.where(np.repeat(moved, sizes) < 0, -1, places).astype(np.int32)


def _column(old: NDArray[Value], places: Rows, fresh: Mapping[int, float]) -> NDArray[Value]:
    """The values of `old` in their places, and the fresh ones in theirs."""
    stay = places >= 0
    column = np.zeros(np.count_nonzero(stay) + len(fresh), old.dtype)
    column[places[stay]] = old[stay]
    column[list(fresh)] = list(fresh.values())
    return column


def _popularity(articles: Sequence[Article], counts: Mapping[str, float]) -> Scores:
    times = np.log1p(np.array([max(counts.get(article.id, 0.0), 0.0) for article in articles], np.float32))
    return (times / max(float(times.max(initial=0)), 1e-9)).astype(np.float32)
