"""What a model makes of labelled sentences, in one pass: all that a card's figures are counted from."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from nlu.card.values import Measured, Speed
from nlu.evaluation import understood
from nlu.pipeline import name_of
from nlu.sentences import OUT_OF_SCOPE, Sentence
from nlu.understanding import Language, Understander, Understanding

_TIMED = 200  # texts


@dataclass(frozen=True)
class Evidence:
    """The sentences of one part and what each of them was understood as."""

    part: Measured
    sentences: tuple[Sentence, ...]
    understood: tuple[Understanding, ...]

    @classmethod
    def of(cls, part: Measured, understander: Understander, sentences: Sequence[Sentence]) -> Self:
        """One pass of `understander` over `sentences`."""
        return cls(part, tuple(sentences), tuple(understood(understander, sentences)))

    def only(self, language: Language) -> Self:
        """The evidence in one language."""
        kept = [pair for pair in zip(self.sentences, self.understood, strict=True) if pair[0].language == language]
        return type(self)(self.part, tuple(one for one, _ in kept), tuple(one for _, one in kept))

    @property
    def outside(self) -> NDArray[np.bool_]:
        """Which sentences are out of scope, shape (sentences,)."""
        return np.array([sentence.intent == OUT_OF_SCOPE for sentence in self.sentences], dtype=bool)

    @property
    def rejected(self) -> NDArray[np.bool_]:
        """Which ones the model takes for out of scope, shape (sentences,)."""
        return np.array([one.out_of_scope for one in self.understood], dtype=bool)

    @property
    def chance(self) -> NDArray[np.float64]:
        """How likely the model finds each one to be out of scope, shape (sentences,)."""
        return np.array([one.outside for one in self.understood], dtype=np.float64)

    @property
    def confidence(self) -> NDArray[np.float64]:
        """The probability of the best intent in scope, shape (sentences,)."""
        return np.array([one.intent.confidence for one in self.understood], dtype=np.float64)

    @property
    def first(self) -> NDArray[np.bool_]:
        """Where the best intent in scope is the right one, shape (sentences,)."""
        pairs = zip(self.sentences, self.understood, strict=True)
        return np.array([sentence.intent == one.intent.name for sentence, one in pairs], dtype=bool)

    @property
    def found(self) -> tuple[str, ...]:
        """The class that each sentence was put in."""
        return tuple(name_of(one) for one in self.understood)


def timed(understander: Understander, texts: Sequence[str]) -> Speed | None:
    """How long one text takes, measured on up to 200 of `texts`, after one that is not counted; None without any."""
    chosen = texts[:: max(1, len(texts) // _TIMED)][:_TIMED]
    if not chosen:
        return None
    understander.understand([chosen[0]])
    p50, p95 = np.percentile([_milliseconds(understander, text) for text in chosen], [50, 95])
    return Speed(len(chosen), float(p50), float(p95))


def _milliseconds(understander: Understander, text: str) -> float:
    started = time.perf_counter()
    understander.understand([text])
    return (time.perf_counter() - started) * 1000
