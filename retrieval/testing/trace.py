"""One question taken apart: what each stage says of every article that came near, and why the first one won."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import numpy as np

from configs.settings import RetrievalSettings
from knowledge_base.articles import LANGUAGES
from nlu.understanding import Understander, Vector
from retrieval import fusion
from retrieval.answers import ANSWER_ABOVE
from retrieval.evidence import FEATURES, FOREIGN, Candidates, Features
from retrieval.searcher import Found, Searcher
from retrieval.segments import plain

Said = Literal["answer", "did you mean", "nothing"]


@dataclass(frozen=True)
class Contribution:
    """What one kind of evidence adds to a fused score: `value` times `weight`."""

    name: str
    value: float
    weight: float

    @property
    def points(self) -> float:
        """Their product."""
        return self.value * self.weight


@dataclass(frozen=True)
class Stage:
    """An article that came near: its place from 1, its `contributions`, and the `wording` that is nearest with its cosine.

    `title` is its question in the language of the search; `score` is the sum of the contributions. `asked` says that the text is
    one of its wordings, which puts it first whatever the score.
    """

    place: int
    article_id: str
    title: str
    score: float
    contributions: tuple[Contribution, ...]
    wording: str
    cosine: float
    foreign: bool
    asked: bool

    def value(self, name: str) -> float:
        """The value of one kind of evidence; raises KeyError for a name that is not in `retrieval.evidence.FEATURES`."""
        return {one.name: one.value for one in self.contributions}[name]


@dataclass(frozen=True)
class Trace:
    """Everything about the search for `text`.

    `stages` are articles, best first, `margin` is how far the first is ahead in points and `because` names what decided that, as
    (evidence, points), the most first: "asked" when the text is a wording of it. `says` is what the customer would get for
    the `confidence`; `milliseconds` are by step.
    """

    text: str
    language: str
    index: str
    edition: int
    stages: tuple[Stage, ...]
    confidence: float
    threshold: float
    suggest_above: float
    margin: float
    because: tuple[tuple[str, float], ...]
    says: Said
    milliseconds: dict[str, float]


def explain(
    searcher: Searcher,
    understander: Understander,
    text: str,
    configured: RetrievalSettings,
    language: str | None = None,
    count: int = 5,
    channel: str = "",
) -> Trace:
    """Search for `text` and take the search apart; its language is detected when None is given."""
    clock = _Clock()
    at = datetime.now(UTC)
    with clock.timed("understand"):
        understood = understander.understand([text])[0]
    spoken = language if language in LANGUAGES else understood.language
    with clock.timed("gather"):
        candidates = searcher.gather(text, understood.vector, spoken, at, channel)
    with clock.timed("search"):
        found = searcher.search(text, understood.vector, spoken, count, at, channel)
    stages = _stages(searcher, candidates, found, text, understood.vector, spoken)
    best = searcher.article(found.hits[0].article_id, spoken, at, channel) if found.hits else None
    threshold = best.threshold if best and best.threshold is not None else ANSWER_ABOVE
    return Trace(
        text=text,
        language=spoken,
        index=searcher.version,
        edition=searcher.edition,
        stages=stages,
        confidence=found.confidence,
        threshold=threshold,
        suggest_above=configured.suggest_above,
        margin=stages[0].score - stages[1].score if len(stages) > 1 else 0.0,
        because=_because(stages),
        says=_said(found, threshold, configured.suggest_above),
        milliseconds=clock.milliseconds,
    )


class _Clock:
    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.milliseconds[step] = (time.perf_counter() - started) * 1000


def _stages(
    searcher: Searcher, candidates: Candidates, found: Found, text: str, vector: Vector, language: str
) -> tuple[Stage, ...]:
    weights = np.array(searcher.ranking.weights[language])
    rows = {searcher.numbered(int(number)).id: row for row, number in enumerate(candidates.articles)}
    stages = []
    for place, hit in enumerate(found.hits, 1):
        features = candidates.features[rows[hit.article_id]]
        wording, cosine = _nearest(searcher, hit.article_id, vector)
        contributions = _contributions(features, weights)
        score = sum(one.points for one in contributions)
        foreign = bool(features[FOREIGN])
        stages.append(
            Stage(place, hit.article_id, hit.title, score, contributions, wording, cosine, foreign, _asks(wording, text))
        )
    return tuple(stages)


def _contributions(features: Features, weights: fusion.Weights) -> tuple[Contribution, ...]:
    # A foreign article's own weights are added to those of all.
    own, more, constant = weights[:FOREIGN], weights[FOREIGN:-1], float(weights[-1])
    foreign = float(features[FOREIGN])
    values = zip(FEATURES[:FOREIGN], features[:FOREIGN], own + foreign * more, strict=True)
    evidence = (Contribution(name, float(value), float(weight)) for name, value, weight in values)
    return (*evidence, Contribution("foreign", foreign, constant))


def _nearest(searcher: Searcher, article_id: str, vector: Vector) -> tuple[str, float]:
    """The wording of the article, in whatever language, whose vector is nearest, and its cosine."""
    segment = next(one for one in searcher.segments if one.get(article_id))
    evidence = segment.evidence
    rows = np.flatnonzero(evidence.layout.articles == segment.numbers[article_id])
    answers = {passage.answer for passage in segment.articles[segment.numbers[article_id]].passages.values()}
    wordings = [int(row) for row in rows if evidence.layout.texts[row] not in answers]
    cosines = evidence.vectors[wordings] @ vector
    best = int(cosines.argmax())
    return evidence.layout.texts[wordings[best]], float(cosines[best])


def _asks(wording: str, text: str) -> bool:
    return bool(plain(text)) and plain(wording) == plain(text)


def _because(stages: tuple[Stage, ...]) -> tuple[tuple[str, float], ...]:
    if len(stages) < 2:
        return ()
    if stages[0].asked:
        return (("asked", stages[0].score - stages[1].score),)
    pairs = zip(stages[0].contributions, stages[1].contributions, strict=True)
    ahead = [(first.name, first.points - second.points) for first, second in pairs]
    return tuple(sorted((one for one in ahead if one[1] > 0), key=lambda one: -one[1]))


def _said(found: Found, threshold: float, suggest_above: float) -> Said:
    if found.hits and found.confidence >= threshold:
        return "answer"
    return "did you mean" if found.hits and found.confidence >= suggest_above else "nothing"
