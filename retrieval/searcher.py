"""Answers out of an index that is in memory."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.articles import LANGUAGES, Article
from nlu.text import normalized
from nlu.understanding import Vector
from retrieval import fusion
from retrieval.answers import Answer, Hit
from retrieval.evidence import BEST, LEXICAL, Evidence
from retrieval.ranking import Ranking

ALTERNATIVES = 3
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
KNOWN = 0.99  # how sure it is when somebody asks in the very words of an article


@dataclass(frozen=True)
class Found:
    """The articles that come near a question, best first, and the probability that the first is the right one."""

    hits: tuple[Hit, ...]
    confidence: float


class Searcher:
    """The `Answerer` that serves; `version` names the index."""

    def __init__(self, articles: Sequence[Article], evidence: Evidence, ranking: Ranking, version: str) -> None:
        self.version = version
        self.articles = tuple(articles)
        self._by_id = {article.id: article for article in articles}
        self._versions = {article.id: article.version for article in articles}
        self._evidence = evidence
        self._known = _known(self.articles)
        self._weights = {language: np.array(weights) for language, weights in ranking.weights.items()}
        self._confidence = ranking.confidence

    def search(self, text: str, vector: Vector, language: str, count: int = 10) -> Found:
        """At most `count` articles for `text`, whose unit vector of shape (hidden,) is given.

        A `language` that the shop does not speak counts as its first.
        """
        spoken = language if language in LANGUAGES else LANGUAGES[0]
        candidates = self._evidence.gather(text, vector, spoken)
        if not len(candidates.articles):
            return Found((), 0.0)
        scores = fusion.scores(candidates, self._weights[spoken])
        confidence = self._confidence[spoken].of(candidates, scores)
        known = candidates.articles == self._known.get(_plain(text), -1)
        if known.any():
            scores = np.where(known, scores.max() + 1, scores)
            confidence = max(confidence, KNOWN)
        hits = []
        for row in np.argsort(-scores, kind="stable")[:count]:
            article = self.articles[candidates.articles[row]]
            lexical, dense = candidates.features[row, [LEXICAL, BEST]]
            title = article.passage(spoken).question
            hits.append(Hit(article.id, title, float(scores[row]), float(lexical), float(dense)))
        return Found(tuple(hits), confidence)

    def answer(self, text: str, vector: Vector, language: str) -> Answer | None:
        """The best article for `text` and how sure that is; None when the base is empty."""
        found = self.search(text, vector, language, 1 + ALTERNATIVES)
        if not found.hits:
            return None
        best, *others = found.hits
        return self._answer(self._by_id[best.article_id], language, best.score, found.confidence, tuple(others))

    def article(self, article_id: str, language: str) -> Answer | None:
        """The article itself, with certainty; None when the index does not hold it."""
        article = self._by_id.get(article_id)
        return self._answer(article, language, 1.0, 1.0, ()) if article else None

    def centres(self) -> Vector:
        """The unit mean of each article's vectors, shape (articles, dimension)."""
        return self._evidence.centres()

    def _answer(self, article: Article, language: str, score: float, confidence: float, others: tuple[Hit, ...]) -> Answer:
        passage = article.passage(language)
        return Answer(
            article_id=article.id,
            version=self._versions[article.id],
            index=self.version,
            title=passage.question,
            text=passage.answer,
            score=score,
            confidence=confidence,
            alternatives=others,
        )


def _known(articles: Sequence[Article]) -> dict[str, int]:
    known: dict[str, int] = {}
    for number, article in enumerate(articles):
        for passage in article.passages.values():
            for wording in passage.wordings:
                plain = _plain(wording)
                # What two articles are asked by is the wording of neither.
                known[plain] = number if known.get(plain, number) == number else -1
    known.pop("", None)
    return known


def _plain(text: str) -> str:
    return _NEITHER_LETTER_NOR_DIGIT.sub("", normalized(text).casefold())
