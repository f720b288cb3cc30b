"""The training sentences nearest to a message, so that a person sees what the model was taught that is like it."""

import io
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from nlu.sentences import Sentence
from nlu.understanding import Language

Floats = NDArray[np.float32]
_CHUNK = 4096  # rows that are in full precision at once
_LARGEST = 127


@dataclass(frozen=True)
class Taught:
    """A training sentence and its intent."""

    text: str
    language: Language
    intent: str


@dataclass(frozen=True)
class Neighbour:
    """A training sentence near a message; `similarity` is the cosine of what the encoder makes of both, in [-1, 1]."""

    text: str
    language: Language
    intent: str
    similarity: float


@dataclass(frozen=True)
class Neighbours:
    """The first token's states of all training sentences: `rows` (sentences, hidden), in eight bits, each of its own scale."""

    rows: NDArray[np.int8]
    sentences: tuple[Taught, ...]

    @classmethod
    def of(cls, features: Floats, sentences: Sequence[Sentence]) -> Self:
        """Keep what is compared of `features` (sentences, twice hidden), a row for each of `sentences`."""
        states = first_of(features)
        scales = np.maximum(np.abs(states).max(axis=1, keepdims=True), 1e-12)
        rows = np.rint(states / scales * _LARGEST).astype(np.int8)
        return cls(rows, tuple(Taught(one.text, one.language, one.intent) for one in sentences))

    def nearest(self, features: Floats, count: int = 5) -> tuple[Neighbour, ...]:
        """The `count` sentences nearest to a message of these `features` (twice hidden,), the nearest first."""
        state = first_of(features)
        message = state / max(float(np.linalg.norm(state)), 1e-12)
        parts = [_cosines(self.rows[start : start + _CHUNK], message) for start in range(0, len(self.rows), _CHUNK)]
        similarity = np.concatenate(parts)
        best = np.argsort(-similarity, kind="stable")[:count]
        found = ((self.sentences[row], float(similarity[row])) for row in best)
        return tuple(Neighbour(one.text, one.language, one.intent, cosine) for one, cosine in found)

    def to_bytes(self) -> bytes:
        """The file that `from_bytes` reads."""
        file = io.BytesIO()
        texts = json.dumps([astuple(one) for one in self.sentences], ensure_ascii=False).encode()
        np.savez_compressed(file, rows=self.rows, sentences=np.frombuffer(texts, dtype=np.uint8))
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises ValueError when `content` is not such a file."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                sentences = json.loads(arrays["sentences"].tobytes())
                return cls(arrays["rows"], tuple(Taught(*one) for one in sentences))
        except (BadZipFile, EOFError, KeyError, TypeError) as error:
            raise ValueError(f"it holds no training sentences: {error}") from None


def first_of(features: Floats) -> Floats:
    """The first token's states (..., hidden), which are the first half of the features and know the intents best."""
    return features[..., : features.shape[-1] // 2]


def _cosines(rows: NDArray[np.int8], message: Floats) -> Floats:
    """Of `rows` (n, hidden) with the unit vector `message` (hidden,); a row's scale does not matter."""
    full = rows.astype(np.float32)
    result: Floats = full @ message / np.maximum(np.linalg.norm(full, axis=1), 1e-12)
    return result
