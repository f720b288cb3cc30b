"""How evidence becomes a ranking, learned from the base itself: some of its wordings are taken out and asked as questions.

Those are the wordings that the encoder was never trained on; the others' vectors know too well where they belong.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np

from knowledge_base.articles import LANGUAGES, Article
from nlu.questions import reserved
from nlu.understanding import Vector
from retrieval import calibration, fusion
from retrieval.calibration import Asked, Points
from retrieval.confidence import Confidence
from retrieval.evidence import Candidates, Evidence
from retrieval.indexes import Index

MOST = 4_000  # wordings to learn from; more change nothing
SAMPLE = 1_000  # questions that are compared with all answers


@dataclass(frozen=True)
class Ranking:
    """For each language the weights of the evidence, how sure the result is, and how often that was right."""

    weights: Mapping[str, tuple[float, ...]]
    confidence: Mapping[str, Confidence]
    points: Mapping[str, Points] = field(default_factory=dict)


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

    `evidence` is that of all `articles`, `vectors` holds the unit vector of every text in question and of what is held back.
    """
    reduced, wordings = hold_out(articles)
    wordings = wordings[:: max(1, -(-len(wordings) // MOST))]
    poorer = bereft(reduced) if wordings else reduced
    steps, total = count(1), len(wordings) * (1 if poorer == reduced else 2)

    def asked(base: Sequence[Article]) -> dict[str, list[Asked]]:
        known = Evidence.of(base, vectors, new_index()) if wordings else evidence
        found: dict[str, list[Asked]] = {language: [] for language in LANGUAGES}
        for one in wordings:
            found[one.language].append((known.gather(one.text, vectors[one.text], one.language), one.article))
            progress(next(steps), total)
        return found

    own = asked(reduced)
    foreign = own if poorer == reduced else asked(poorer)
    weights, confidence, points = {}, {}, {}
    for language in LANGUAGES:
        others = _gathered(evidence, vectors, language, ((text, -1) for text in strangers.get(language, ())))
        held = _gathered(evidence, vectors, language, held_back(articles, language))
        fitted = fusion.fit(*_apart(own[language]), fusion.unlearnt(to_the_point(evidence, language)))
        confidence[language] = calibration.confidence([*own[language], *others], fitted)
        points[language] = calibration.points(own[language], others, held, fitted)
        weights[language] = tuple(fusion.fit_foreign(fitted, *_apart(foreign[language])).tolist())
    return Ranking(weights, confidence, points)


def to_the_point(evidence: Evidence, language: str) -> float:
    """The share of articles whose answer is nearer to their question than all other answers in that language, in [0, 1].

    0 where no article speaks it.
    """
    layout, speaker = evidence.layout, LANGUAGES.index(language)
    passages = layout.own[layout.foreign[:, speaker] == 0, speaker]
    answers = evidence.vectors[layout.starts[passages] + layout.counts[passages]]
    chosen = np.arange(0, len(passages), max(1, -(-len(passages) // SAMPLE)))
    nearest = (evidence.vectors[layout.starts[passages[chosen]]] @ answers.T).argmax(axis=1) if len(chosen) else chosen
    return float((nearest == chosen).mean()) if len(chosen) else 0.0


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


def bereft(articles: Sequence[Article]) -> list[Article]:
    """The articles, of which each language is taken from every third of those that have another one.

    Questions asked of them show how an article is found that does not speak the customer's language.
    """
    poorer = []
    for number, article in enumerate(articles):
        gone = LANGUAGES[number % 3] if number % 3 < len(LANGUAGES) else ""
        kept = {language: passage for language, passage in article.passages.items() if language != gone}
        poorer.append(replace(article, passages=kept or article.passages))
    return poorer


def held_back(articles: Sequence[Article], language: str) -> list[tuple[str, int]]:
    """Every held-back wording in `language` with the number of its article."""
    return [
        (wording, number)
        for number, article in enumerate(articles)
        if language in article.passages
        for wording in article.passages[language].held_back
    ]


def _gathered(evidence: Evidence, vectors: Vectors, language: str, asked: Iterable[tuple[str, int]]) -> list[Asked]:
    return [(evidence.gather(text, vectors[text], language), article) for text, article in asked]


def _apart(asked: Sequence[Asked]) -> tuple[list[Candidates], list[int]]:
    return [candidates for candidates, _ in asked], [article for _, article in asked]
