"""What a quality card says, in the words of `card.json`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nlu.curves import Curve
from nlu.evaluation import Confusion
from nlu.understanding import Language

SCHEMA = 1
Measured = Literal["development", "test"]
Counted = Literal["training", "development", "test"]


@dataclass(frozen=True)
class Count:
    """How many sentences of one intent a part has in one language."""

    part: Counted
    language: Language
    intent: str
    count: int


@dataclass(frozen=True)
class Speed:
    """Milliseconds that one text takes on one thread: the median and the 95th percentile of `texts` texts."""

    texts: int
    p50: float
    p95: float


@dataclass(frozen=True)
class Model:
    """Where a model comes from and what it needs.

    `digest` is the SHA-256 of the encoder that serves, `data` that of the sentences, `trained` an ISO time, `sizes` are bytes
    by file, and a message is out of scope when the chance of that is above `threshold`.
    """

    version: str
    trained: str
    encoder: str
    digest: str
    data: str
    settings: Mapping[str, float | str]
    threshold: float
    sizes: Mapping[str, int]
    counts: tuple[Count, ...] = ()
    curves: tuple[Curve, ...] = ()
    speed: Speed | None = None


@dataclass(frozen=True)
class ClassScore:
    """Precision, recall and F1 of one class over `count` sentences of it."""

    name: str
    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True)
class Mistake:
    """A sentence of `intent` that was taken for `found`; `confidence` is that of the best intent in scope."""

    text: str
    intent: str
    found: str
    confidence: float


@dataclass(frozen=True)
class Bin:
    """The in-scope sentences whose confidence lies in [low, high): their mean confidence, and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Point:
    """What `threshold` would do; None where there is nothing to divide by.

    `coverage` is the share of all messages that are answered, `answered_accuracy` the share of these whose intent is right.
    """

    threshold: float
    outside_precision: float | None
    outside_recall: float | None
    coverage: float
    answered_accuracy: float | None


@dataclass(frozen=True)
class Histogram:
    """Sentences by their chance of being out of scope, in equal parts of [0, 1]: those in scope and those that are not."""

    inside: tuple[int, ...]
    outside: tuple[int, ...]


@dataclass(frozen=True)
class Results:
    """One language's figures in one part; a figure is None where there is nothing to measure."""

    language: Language
    count: int
    figures: Mapping[str, float | None]
    intents: tuple[ClassScore, ...]
    sentiments: tuple[ClassScore, ...]
    confusions: tuple[Confusion, ...]
    mistakes: tuple[Mistake, ...]
    reliability: tuple[Bin, ...]
    thresholds: tuple[Point, ...]
    chances: Histogram


@dataclass(frozen=True)
class Section:
    """A part of the sentences that the model was measured on."""

    part: Measured
    results: tuple[Results, ...]


@dataclass(frozen=True)
class Card:
    """All of it; `schema` grows when a key changes its meaning."""

    schema: int
    model: Model
    sections: tuple[Section, ...]
