"""What one message means: the values that understanding produces and the protocol of whatever produces them."""

from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Language = Literal["en", "zh"]
SentimentLabel = Literal["negative", "neutral", "positive"]
# What every shop has; a shop may add types of its own by patterns (`nlu.patterns` of the settings).
EntityType = Literal["order_id", "product", "email", "phone", "amount", "date", "address", "tracking_number", "quantity"]
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Intent:
    """An intent's name and its confidence, a probability in [0, 1]."""

    name: str
    confidence: float


@dataclass(frozen=True)
class Entity:
    """A typed span; `start` and `end` count code points of the message as it was written, `normalized` is comparable.

    `type` is an EntityType or the name of one of the shop's patterns.
    """

    type: str
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
class Request:
    """One thing that a message asks for: `text` without what is not about it, found in `[start:end]` of the message.

    `intents` and `vector` are those of this text alone; `negated` when the customer refuses it or takes it back.
    """

    text: str
    start: int
    end: int
    intents: tuple[Intent, ...]
    out_of_scope: bool
    vector: Vector = field(repr=False, compare=False)
    negated: bool = False

    @property
    def intent(self) -> Intent:
        """The most probable intent."""
        return self.intents[0]


@dataclass(frozen=True)
class Understanding:
    """Everything that a model says of one message.

    `intents` are ranked, best first, and never include out_of_scope; `outside` is the chance that the whole message is that, in
    [0, 1], and `out_of_scope` says that it is above the model's `threshold`; `vector` is a unit vector of shape (hidden,) that
    retrieval compares with articles; `model` is the version that serves. `requests` has at least one, those in earnest before
    the negated; where there are several, or what is asked for is only a part of the message, then `intents` and `vector` are
    those of the first, and where everything is refused, the best of `intents` is deny. `entities` leave out what is refused or
    corrected. `read` is the text as the model has read it, normalised and with slips set right.
    """

    text: str
    language: Language
    intents: tuple[Intent, ...]
    out_of_scope: bool
    sentiment: Sentiment
    entities: tuple[Entity, ...]
    model: str
    vector: Vector = field(repr=False, compare=False)
    outside: float = 0.0
    threshold: float = 0.0
    requests: tuple[Request, ...] = ()
    read: str = ""

    def __post_init__(self) -> None:
        if not self.requests:
            alone = Request(self.text, 0, len(self.text), self.intents, self.out_of_scope, self.vector)
            object.__setattr__(self, "requests", (alone,))

    @property
    def intent(self) -> Intent:
        """The most probable intent."""
        return self.intents[0]

    @property
    def wanted(self) -> tuple[Request, ...]:
        """The requests in earnest; none when the customer only refuses something or takes it back."""
        return tuple(request for request in self.requests if not request.negated)

    def of(self, request: Request) -> "Understanding":
        """The same as if the message had said nothing but `request`, which borrows entities of types that it does not name."""
        inside = [one for one in self.entities if request.start <= one.start < request.end]
        named = {one.type for one in inside}
        entities = tuple(one for one in self.entities if one in inside or one.type not in named)
        return replace(
            self,
            text=request.text,
            intents=request.intents,
            out_of_scope=request.out_of_scope,
            entities=entities,
            vector=request.vector,
            requests=(request,),
            read=self.read if request.text == self.text else "",
        )

    def values(self, kind: str) -> tuple[str, ...]:
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
