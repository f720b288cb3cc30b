"""Questions of the base that somebody may be about to ask, while they type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from knowledge_base.articles import LANGUAGES, Article
from retrieval.typing.keys import Keys
from retrieval.typing.matching import Scores, matches

LONGEST = 60  # characters typed; who has written more has a question of their own
LEAST = 0.5  # of what was typed must be in a wording
BEGINS, ALIKE, TITLE, LANGUAGE, POPULAR = 0.15, 0.1, 0.05, 0.25, 0.3
"""What counts beside the match, which is 1 at most: to begin alike, all wordings of the article matching, to be its title,
the language of the page, and being the article that is asked for most."""


@dataclass(frozen=True)
class Question:
    """An article's question in a language, which is shown for whatever wording of it matched."""

    article_id: str
    title: str
    language: str


@dataclass(frozen=True)
class Completer:
    """Completes what is typed by the questions of `articles`; another base needs another completer.

    `owners` and `languages` (wordings,) name article and language of each wording, `titles` which are their article's title;
    `starts` (articles,) where each article's wordings start, `popularity` (articles,) is in [0, 1].
    """

    articles: tuple[Article, ...]
    keys: Keys
    owners: NDArray[np.int32]
    languages: NDArray[np.int8]
    titles: NDArray[np.bool_]
    starts: NDArray[np.int32]
    popularity: Scores

    @classmethod
    def of(cls, articles: Sequence[Article], counts: Mapping[str, float] | None = None) -> Self:
        """Index the wordings of `articles`; `counts` says how often each was asked for, by its id."""
        texts, owners, languages, titles, starts = [], [], [], [], []
        for number, article in enumerate(articles):
            starts.append(len(texts))
            for language, passage in article.passages.items():
                for wording in passage.wordings:
                    texts.append(wording)
                    owners.append(number)
                    languages.append(LANGUAGES.index(language))
                    titles.append(wording is passage.question)
        return cls(
            tuple(articles),
            Keys.of(texts),
            np.array(owners, np.int32),
            np.array(languages, np.int8),
            np.array(titles, np.bool_),
            np.array(starts, np.int32),
            _popularity(articles, counts or {}),
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
        matched, begins = matches(self.keys, text)
        matched[matched < LEAST] = 0
        spoken = self.languages == LANGUAGES.index(language)
        scores = np.where(matched > 0, matched + BEGINS * begins + TITLE * self.titles + LANGUAGE * spoken, 0)
        totals = self._totals(scores, matched)
        shown: dict[str, Question] = {}
        for number in np.argsort(-totals, kind="stable")[: 2 * count]:
            if totals[number] > 0 and len(shown) < count:
                question = self._question(int(number), scores)
                shown.setdefault(question.title, question)
        return tuple(shown.values())

    def _totals(self, scores: Scores, matched: Scores) -> Scores:
        best = np.maximum.reduceat(scores, self.starts)
        sizes = np.diff(self.starts, append=len(scores))
        alike = np.add.reduceat(matched, self.starts) / sizes
        return np.where(best > 0, best + ALIKE * alike + POPULAR * self.popularity, 0)

    def _question(self, number: int, scores: Scores) -> Question:
        """The article with that number, in the language of the wording that matches best."""
        article, start = self.articles[number], self.starts[number]
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(scores)
        language = LANGUAGES[self.languages[start + int(scores[start:end].argmax())]]
        return Question(article.id, article.passage(language).question, language)


def _popularity(articles: Sequence[Article], counts: Mapping[str, float]) -> Scores:
    asked = np.log1p(np.array([max(counts.get(article.id, 0.0), 0.0) for article in articles], np.float32))
    popularity: Scores = asked / max(float(asked.max(initial=0)), 1e-9)
    return popularity
