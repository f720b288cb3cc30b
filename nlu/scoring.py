"""The two models of a message together: the encoder knows what is meant, the n-grams know the words that it is said in."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nlu.calibration import Floats
from nlu.encoder import Encoder
from nlu.language import language_of
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
    """Unit `vectors` (texts, hidden), and the logits of `intents` and `sentiments` (texts, classes)."""

    vectors: Vector
    intents: Floats
    sentiments: Floats


@dataclass(frozen=True)
class Scorer:
    """Adds a share of the n-grams' log-probabilities of the intents, by language, to those of the encoder."""

    encoder: Encoder | Remembered
    probes: Probes
    ngrams: NGrams
    shares: Mapping[Language, float]

    def run(self, texts: list[str]) -> Scores:
        """One pass over at least one normalised text."""
        meant, words = self.parts(texts)
        shares = np.array([[self.shares[language_of(text)]] for text in texts], dtype=np.float32)
        return Scores(meant.vectors, meant.intents + shares * words, meant.sentiments)

    def parts(self, texts: list[str]) -> tuple[Scores, Floats]:
        """What the encoder says, its intents as log-probabilities, and those of the n-grams, (texts, intents)."""
        encoded = self.encoder.run(texts)
        words = np.stack([self.ngrams.logits(text) for text in texts])
        meant = log_probabilities(self.probes.intents.logits(encoded.features))
        return Scores(encoded.vectors, meant, self.probes.sentiments.logits(encoded.features)), log_probabilities(words)
