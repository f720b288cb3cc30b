"""How evidence becomes a ranking, learned from the base itself: each wording in turn is taken out and asked as a question."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge_base.articles import LANGUAGES, Article
from nlu.understanding import Vector
from retrieval import fusion
from retrieval.confidence import Confidence, signs
from retrieval.evidence import Candidates, Evidence
from retrieval.fusion import Weights
from retrieval.indexes import Index
from retrieval.tokens import tokens

FOLDS = 6


@dataclass(frozen=True)
class Ranking:
    """For each language the weights of the evidence, and how sure the result is."""

    weights: Mapping[str, tuple[float, ...]]
    confidence: Mapping[str, Confidence]


@dataclass(frozen=True)
class Question:
    """A wording, its language, and the number of the article that it asks for."""

    text: str
    language: str
    article: int


Vectors = Mapping[str, Vector]
Progress = Callable[[int, int], None]


def learn(
    articles: Sequence[Article],
    evidence: Evidence,
    vectors: Vectors,
    strangers: Mapping[str, Sequence[str]],
    new_index: Callable[[], Index],
    progress: Progress,
) -> Ranking:
    """Fit weights and confidence on left-out wordings and on `strangers`, sentences by language that no article answers.

    `evidence` is that of all `articles`, `vectors` holds the unit vector of every text in question.
    """
    asked: dict[str, list[tuple[Candidates, int]]] = {language: [] for language in LANGUAGES}
    cut = cache(tokens)
    for fold in range(FOLDS):
        reduced, questions = leave_out(articles, fold)
        known = Evidence.of(reduced, vectors, new_index(), cut) if questions else evidence
        for question in questions:
            found = known.gather(question.text, vectors[question.text], question.language)
            asked[question.language].append((found, question.article))
        progress(fold + 1, FOLDS)
    weights, confidence = {}, {}
    for language, pairs in asked.items():
        fitted = fusion.fit([one for one, _ in pairs], [gold for _, gold in pairs])
        weights[language] = tuple(fitted.tolist())
        wrong = [(evidence.gather(text, vectors[text], language), -1) for text in strangers.get(language, ())]
        confidence[language] = _confidence([*pairs, *wrong], fitted)
    return Ranking(weights, confidence)


def leave_out(articles: Sequence[Article], fold: int) -> tuple[list[Article], list[Question]]:
    """The articles without every wording whose number is `fold` modulo FOLDS, in all languages at once, and those wordings.

    In all languages, because a shop's wordings are often translations of each other. A passage keeps one wording at least.
    """
    reduced: list[Article] = []
    questions: list[Question] = []
    for number, article in enumerate(articles):
        passages = {}
        for language, passage in article.passages.items():
            wordings = (passage.question, *passage.variants)
            kept = [wording for place, wording in enumerate(wordings) if place % FOLDS != fold]
            if kept:
                passages[language] = replace(passage, question=kept[0], variants=tuple(kept[1:]))
                questions += [Question(one, language, number) for one in _left(wordings, fold)]
            else:
                passages[language] = passage
        reduced.append(replace(article, passages=passages))
    return reduced, questions


def _left(wordings: Sequence[str], fold: int) -> Iterator[str]:
    return (wording for place, wording in enumerate(wordings) if place % FOLDS == fold)


def _confidence(pairs: Sequence[tuple[Candidates, int]], weights: Weights) -> Confidence:
    rows, right = [], []
    for candidates, gold in pairs:
        if len(candidates.articles):
            scores = fusion.scores(candidates, weights)
            rows.append(signs(candidates, scores))
            right.append(bool(candidates.articles[scores.argmax()] == gold))
    return Confidence.fit(rows, right)
