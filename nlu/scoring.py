"""The two models of a message together: the encoder knows what is meant, the n-grams know the words that it is said in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from nlu.calibration import Floats, Labels
from nlu.encoder import Encoder
from nlu.language import language_of
from nlu.mahalanobis import Mahalanobis
from nlu.ngrams import NGrams
from nlu.probes import Probes
from nlu.remembered import Remembered
from nlu.understanding import Language, Vector


def log_probabilities(logits: Floats) -> Floats:
    """The logarithm of the softmax over the last axis, the same shape."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


@dataclass(frozen=True)
class Scores:
    """Unit `vectors` (texts, hidden), logits of `intents` and `sentiments` (texts, classes), `distances` (texts,)."""

    vectors: Vector
    intents: Floats
    sentiments: Floats
    distances: Floats


@dataclass(frozen=True)
class Outputs:
    """What the models say of texts before their shares are known.

    Log-probabilities of the intents (texts, intents) as they are `meant` and by the `words`, logits of the sentiments (texts,
    sentiments), Mahalanobis `distances` (texts,).
    """

    meant: Floats
    words: Floats
    sentiments: Floats
    distances: Floats

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Those of all parts, one after another."""
        columns = ((one.meant, one.words, one.sentiments, one.distances) for one in parts)
        return cls(*(np.concatenate(column) for column in zip(*columns, strict=True)))

    def taken(self, rows: Labels) -> Self:
        """Those of some rows, or of all in another order."""
        return type(self)(self.meant[rows], self.words[rows], self.sentiments[rows], self.distances[rows])


@dataclass(frozen=True)
class Scorer:
    """Adds a share of the n-grams' log-probabilities of the intents, by language, to those of the encoder."""

    encoder: Encoder | Remembered
    probes: Probes
    ngrams: NGrams
    familiar: Mahalanobis
    shares: Mapping[Language, float]

    def run(self, texts: list[str]) -> Scores:
        """One pass over at least one normalised text."""
        vectors, said = self.parts(texts)
        shares = np.array([[self.shares[language_of(text)]] for text in texts], dtype=np.float32)
        return Scores(vectors, said.meant + shares * said.words, said.sentiments, said.distances)

    def parts(self, texts: list[str]) -> tuple[Vector, Outputs]:
        """The texts' vectors, and what each model says of them."""
        encoded = self.encoder.run(texts)
        words = np.stack([self.ngrams.logits(text) for text in texts])
        features = encoded.features
        said = Outputs(
            log_probabilities(self.probes.intents.logits(features)),
            log_probabilities(words),
            self.probes.sentiments.logits(features),
            self.familiar.distances(mean_of(features)),
        )
        return encoded.vectors, said


def mean_of(features: Floats) -> Floats:
    """The mean states (texts, hidden), which are the second half of the features."""
    return features[:, features.shape[1] // 2 :]
