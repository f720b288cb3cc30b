"""What one message means: the values that understanding produces and the protocol of whatever produces them."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Language = Literal["en", "zh"]
SentimentLabel = Literal["negative", "neutral", "positive"]
EntityType = Literal["order_id", "product", "email", "phone", "amount", "date", "address", "tracking_number", "quantity"]
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Intent:
    """An intent's name and its confidence, a probability in [0, 1]."""

    name: str
    confidence: float


@dataclass(frozen=True)
class Entity:
    """A typed span; `start` and `end` count code points of the message as it was written, `normalized` is comparable."""

    type: EntityType
    value: str
    start: int
    end: int
    normalized: str


@dataclass(frozen=True)
class Sentiment:
    """The tone of a message and its probability in [0, 1]."""

    label: SentimentLabel
    score: float


@dataclass(frozen=True)
class Understanding:
    """Everything that a model says of one message.

    `intents` are ranked, best first, and never include out_of_scope; `vector` is a unit vector of shape (hidden,) that retrieval
    compares with articles; `model` is the version that serves.
    """

    text: str
    language: Language
    intents: tuple[Intent, ...]
    out_of_scope: bool
    sentiment: Sentiment
    entities: tuple[Entity, ...]
    model: str
    vector: Vector = field(repr=False, compare=False)

    @property
    def intent(self) -> Intent:
        """The most probable intent."""
        return self.intents[0]

    def values(self, kind: EntityType) -> tuple[str, ...]:
        """The normalised values of the entities of one type, in order of appearance."""
        return tuple(entity.normalized for entity in self.entities if entity.type == kind)


class Understander(Protocol):
    """Whatever understands messages and gives texts their vectors."""

    @property
    def model(self) -> str:
        """The version of the model, as written into events."""
        ...

    def understand(self, texts: list[str]) -> list[Understanding]:
        """Understand `texts` in one pass, each on its own, in their order."""
        ...

    def embed(self, texts: list[str]) -> Vector:
        """Unit vectors of shape (len(texts), hidden)."""
        ...
