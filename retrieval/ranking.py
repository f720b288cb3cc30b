"""How evidence becomes a ranking, learned from the base itself: some of its wordings are taken out and asked as questions.

Those are the wordings that the encoder was never trained on; the others' vectors know too well where they belong.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge_base.articles import LANGUAGES, Article
from nlu.questions import reserved
from nlu.understanding import Vector
from retrieval import fusion
from retrieval.confidence import Confidence, signs
from retrieval.evidence import Candidates, Evidence
from retrieval.fusion import Weights
from retrieval.indexes import Index


@dataclass(frozen=True)
class Ranking:
    """For each language the weights of the evidence, and how sure the result is."""

    weights: Mapping[str, tuple[float, ...]]
    confidence: Mapping[str, Confidence]


@dataclass(frozen=True)
class Wording:
    """A question, its language, and the number of the article that it asks for."""

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
    """Fit weights and confidence on held-out wordings and on `strangers`, sentences by language that no article answers.

    `evidence` is that of all `articles`, `vectors` holds the unit vector of every text in question.
    """
    asked: dict[str, list[tuple[Candidates, int]]] = {language: [] for language in LANGUAGES}
    reduced, wordings = hold_out(articles)
    known = Evidence.of(reduced, vectors, new_index()) if wordings else evidence
    for number, wording in enumerate(wordings, 1):
        found = known.gather(wording.text, vectors[wording.text], wording.language)
        asked[wording.language].append((found, wording.article))
        progress(number, len(wordings))
    weights, confidence = {}, {}
    for language, pairs in asked.items():
        fitted = fusion.fit([one for one, _ in pairs], [gold for _, gold in pairs])
        weights[language] = tuple(fitted.tolist())
        wrong = [(evidence.gather(text, vectors[text], language), -1) for text in strangers.get(language, ())]
        confidence[language] = _confidence([*pairs, *wrong], fitted)
    return Ranking(weights, confidence)


def hold_out(articles: Sequence[Article]) -> tuple[list[Article], list[Wording]]:
    """The articles without the reserved wordings, and those wordings; a passage keeps one wording at least."""
    reduced: list[Article] = []
    held: list[Wording] = []
    for number, article in enumerate(articles):
        passages = {}
        for language, passage in article.passages.items():
            wordings = passage.wordings
            question, *variants = [one for one in wordings if not reserved(one)] or wordings[:1]
            passages[language] = replace(passage, question=question, variants=tuple(variants))
            held += [Wording(one, language, number) for one in wordings if one not in (question, *variants)]
        reduced.append(replace(article, passages=passages))
    return reduced, held


def _confidence(pairs: Sequence[tuple[Candidates, int]], weights: Weights) -> Confidence:
    rows, right = [], []
    for candidates, gold in pairs:
        if len(candidates.articles):
            scores = fusion.scores(candidates, weights)
            rows.append(signs(candidates, scores))
            right.append(bool(candidates.articles[scores.argmax()] == gold))
    return Confidence.fit(rows, right)
