"""The two models of a message together: the encoder knows what is meant, the n-grams know the words that it is said in."""

from dataclasses import dataclass, replace

import numpy as np

from nlu.calibration import Floats
from nlu.encoder import Encoder, Outputs
from nlu.ngrams import NGrams


def log_probabilities(logits: Floats) -> Floats:
    """The logarithm of the softmax over the last axis, the same shape."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


@dataclass(frozen=True)
class Scorer:
    """Adds `share` of the n-grams' log-probabilities of the intents to those of the encoder."""

    encoder: Encoder
    ngrams: NGrams
    share: float

    def run(self, texts: list[str]) -> Outputs:
        """One pass over at least one normalised text."""
        outputs = self.encoder.run(texts)
        words = np.stack([self.ngrams.logits(text) for text in texts])
        return replace(outputs, intents=log_probabilities(outputs.intents) + self.share * log_probabilities(words))
