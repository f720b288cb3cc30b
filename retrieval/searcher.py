"""Answers out of segments that are in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import numpy as np

from knowledge_base.articles import LANGUAGES, Article
from nlu.understanding import Vector
from retrieval import fusion
from retrieval.answers import Answer, Hit
from retrieval.evidence import BEST, LEXICAL, Candidates
from retrieval.ranking import Ranking
from retrieval.segments import Segment, joined, plain

ALTERNATIVES = 3
KNOWN = 0.99  # how sure it is when somebody asks in the very words of an article


@dataclass(frozen=True)
class Found:
    """The articles that come near a question, best first, and the probability that the first is the right one."""

    hits: tuple[Hit, ...]
    confidence: float


@dataclass(frozen=True)
class Searcher:
    """The `Answerer` that serves: one state of the base, which never changes.

    `version` names the index that the first of `segments` and the `ranking` come from, `edition` the articles' edition, 0 for
    what has none. An article stands in one segment at most. What an article may be said when and where counts in every search:
    at the time `at`, now unless it is given, and in `channel`. `thresholds` are the least confidence of an answer, by language.
    """

    segments: tuple[Segment, ...] = field(repr=False)
    ranking: Ranking = field(repr=False)
    version: str
    edition: int = 0
    thresholds: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """All articles, valid now or not."""
        return tuple(article for segment in self.segments for article in segment.standing())

    def centres(self) -> Vector:
        """The unit mean of the vectors of each of the `articles`, shape (articles, dimension)."""
        return np.concatenate([segment.centres() for segment in self.segments])

    def gather(self, text: str, vector: Vector, language: str, at: datetime, channel: str) -> Candidates:
        """The articles that come near `text`, by their number over all segments."""
        parts = [segment.gather(text, vector, language, at, channel) for segment in self.segments]
        return joined(parts, [len(segment.articles) for segment in self.segments])

    def search(
        self, text: str, vector: Vector, language: str, count: int = 10, at: datetime | None = None, channel: str = ""
    ) -> Found:
        """At most `count` articles for `text`, whose unit vector of shape (hidden,) is given.

        A `language` that the shop does not speak counts as its first.
        """
        spoken = language if language in LANGUAGES else LANGUAGES[0]
        at = at or datetime.now(UTC)
        candidates = self.gather(text, vector, spoken, at, channel)
        if not len(candidates.articles):
            return Found((), 0.0)
        scores = fusion.scores(candidates, np.array(self.ranking.weights[spoken]))
        confidence = self.ranking.confidence[spoken].of(candidates, scores)
        known = candidates.articles == self._asked_by(text, at, channel)
        if known.any():
            scores = np.where(known, scores.max() + 1, scores)
            confidence = max(confidence, KNOWN)
        hits = []
        for row in np.argsort(-scores, kind="stable")[:count]:
            article = self.numbered(int(candidates.articles[row]))
            lexical, dense = candidates.features[row, [LEXICAL, BEST]]
            title = article.passage(spoken).question
            hits.append(Hit(article.id, title, float(scores[row]), float(lexical), float(dense)))
        return Found(tuple(hits), confidence)

    def answer(self, text: str, vector: Vector, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        """The best article for `text` and how sure that is; None when there is none that may be said."""
        found = self.search(text, vector, language, 1 + ALTERNATIVES, at, channel)
        if not found.hits:
            return None
        best, *others = found.hits
        return self._answer(best.article_id, language, best.score, found.confidence, tuple(others))

    def article(self, article_id: str, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        """The article itself, with certainty; None when there is none of that id that may be said."""
        article = next(filter(None, (segment.get(article_id) for segment in self.segments)), None)
        if article is None or not article.valid(at or datetime.now(UTC), channel):
            return None
        return self._answer(article_id, language, 1.0, 1.0, ())

    def numbered(self, number: int) -> Article:
        """The article of a candidate; raises IndexError."""
        for segment in self.segments:
            if number < len(segment.articles):
                return segment.articles[number]
            number -= len(segment.articles)
        raise IndexError(number)

    def _asked_by(self, text: str, at: datetime, channel: str) -> int:
        """The number of the article whose wording this is; -1 for none, and where two are asked by it."""
        wording, start, found = plain(text), 0, []
        for segment in self.segments:
            found += [start + number for number in segment.asked_by(wording, at, channel)]
            start += len(segment.articles)
        return found[0] if len(found) == 1 else -1

    def _answer(self, article_id: str, language: str, score: float, confidence: float, others: tuple[Hit, ...]) -> Answer:
        segment = next(one for one in self.segments if one.get(article_id))
        article = segment.articles[segment.numbers[article_id]]
        passage = article.passage(language)
        return Answer(
            article_id=article.id,
            version=segment.versions[article.id],
            index=self.version,
            title=passage.question,
            text=passage.answer,
            score=score,
            confidence=confidence,
            alternatives=others,
            threshold=self.thresholds.get(language) if article.threshold is None else article.threshold,
            edition=self.edition,
        )
