"""How often the right article comes first, measured on the wordings that articles hold back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.articles import LANGUAGES, Article
from nlu.understanding import Understander
from retrieval.answers import Hit
from retrieval.searcher import Searcher

DEPTH = 100
WAYS: dict[str, Callable[[Hit], float]] = {
    "lexical": lambda hit: hit.lexical,
    "dense": lambda hit: hit.dense,
    "fused": lambda hit: hit.score,
}


@dataclass(frozen=True)
class Figures:
    """Precision at 1 and at 3 and the mean reciprocal rank of the right article over `questions` in a language."""

    language: str
    way: str
    questions: int
    first: float
    among_three: float
    reciprocal_rank: float


def evaluate(articles: Sequence[Article], searcher: Searcher, understander: Understander) -> list[Figures]:
    """The figures of each language that holds something back, for each of WAYS to rank."""
    figures = []
    for language in LANGUAGES:
        asked = list(held_back(articles, language))
        if not asked:
            continue
        vectors = understander.embed([wording for wording, _ in asked])
        found = [
            searcher.search(wording, vector, language, DEPTH).hits for (wording, _), vector in zip(asked, vectors, strict=True)
        ]
        right = [article_id for _, article_id in asked]
        figures += [_figures(language, way, found, right) for way in WAYS]
    return figures


def held_back(articles: Sequence[Article], language: str) -> Iterator[tuple[str, str]]:
    """Yield every held-back wording in `language` with the id of its article."""
    for article in articles:
        if language in article.passages:
            yield from ((wording, article.id) for wording in article.passages[language].held_back)


def _figures(language: str, way: str, found: Sequence[Sequence[Hit]], right: Sequence[str]) -> Figures:
    ranks = np.array([rank(hits, article_id, WAYS[way]) for hits, article_id in zip(found, right, strict=True)])
    return Figures(language, way, len(right), float((ranks <= 1).mean()), float((ranks <= 3).mean()), float((1 / ranks).mean()))


def rank(hits: Sequence[Hit], article_id: str, score: Callable[[Hit], float]) -> float:
    """The place of the article among `hits` by `score`, from 1; infinity when it is not there."""
    own = next((score(hit) for hit in hits if hit.article_id == article_id), None)
    # An article that is no better than others has not been found before them.
    return np.inf if own is None else sum(score(hit) >= own for hit in hits)


def table(figures: Sequence[Figures]) -> str:
    """The figures as lines of text."""
    lines = [f"{'language':<10}{'ranked by':<11}{'questions':>9}{'P@1':>8}{'P@3':>8}{'MRR':>8}"]
    lines += [
        f"{one.language:<10}{one.way:<11}{one.questions:>9}{one.first:>8.3f}{one.among_three:>8.3f}{one.reciprocal_rank:>8.3f}"
        for one in figures
    ]
    return "\n".join(lines)
