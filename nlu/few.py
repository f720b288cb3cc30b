"""What is done differently with few sentences an intent: names of intents are sentences too, and nothing is held back.

A held-back part of a few sentences would measure nothing and teach nobody, so what is tuned is tuned on cross-validation.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu import ngram_training, probe_training
from nlu.mahalanobis import Mahalanobis
from nlu.probes import Floats
from nlu.scoring import Outputs, log_probabilities, mean_of
from nlu.sentences import Sentence
from nlu.text import normalized

Rows = NDArray[Any]
_FOLDS = 5


def names(intents: Sequence[str]) -> list[Sentence]:
    """A sentence for each intent: its name in words. With five others an intent it is worth two points of accuracy."""
    return [Sentence(intent.replace("_", " ").replace("-", " ").lower(), "en", intent, "neutral") for intent in intents]


def outputs(features: Floats, sentences: Sequence[Sentence], intents: Sequence[str], seed: int) -> Outputs:
    """What classifiers that have not seen a sentence say of it; `features` (sentences, width) are the untouched encoder's.

    Features of an encoder that was fine-tuned on the very sentences would promise too much.
    """
    fold = _folds(sentences)
    parts = [(rows, _said(features, sentences, intents, fold != number, rows, seed)) for number, rows in _dealt(fold)]
    order = np.argsort(np.concatenate([rows for rows, _ in parts]))
    return Outputs.joined([said for _, said in parts]).taken(order)


def _said(
    features: Floats, sentences: Sequence[Sentence], intents: Sequence[str], taught: Rows, asked: Rows, seed: int
) -> Outputs:
    """What classifiers that were `taught` some of the rows say of those they are `asked`."""
    lesson = [sentence for sentence, inside in zip(sentences, taught, strict=True) if inside]
    labels = np.array([intents.index(sentence.intent) for sentence in lesson])
    probes = probe_training.train(features[taught], lesson, intents)
    words = ngram_training.train(lesson, intents, seed)
    return Outputs(
        log_probabilities(probes.intents.logits(features[asked])),
        log_probabilities(np.stack([words.logits(normalized(sentences[row].text)) for row in asked])),
        probes.sentiments.logits(features[asked]),
        Mahalanobis.fitted(mean_of(features[taught]), labels).distances(mean_of(features[asked])),
    )


def _dealt(fold: Rows) -> Iterator[tuple[int, Rows]]:
    """Yield each fold that has rows, and these."""
    for number in range(_FOLDS):
        if len(rows := np.flatnonzero(fold == number)):
            yield number, rows


def _folds(sentences: Sequence[Sentence]) -> Rows:
    """The fold of each sentence; those of one intent are dealt out in turn."""
    dealt: dict[str, int] = defaultdict(int)
    found = np.empty(len(sentences), dtype=np.int64)
    for row, sentence in enumerate(sentences):
        found[row] = dealt[sentence.intent] % _FOLDS
        dealt[sentence.intent] += 1
    return found
