"""Shares of the two models, temperatures and what is out of scope, fitted on sentences that nothing was trained on."""

from collections.abc import Sequence

import numpy as np

from nlu import outside
from nlu.calibration import Floats, Labels, fitted_temperature, likelihood
from nlu.heads import Heads
from nlu.scoring import Outputs, Scorer, log_probabilities
from nlu.sentences import Sentence
from nlu.spelling import Speller
from nlu.text import normalized

_SHARES = np.linspace(0, 2, 41)


def tuned(heads: Heads, said: Outputs, sentences: Sequence[Sentence], precision: float) -> Heads:
    """`heads` with what fits best what the models have `said` of `sentences`; a language without any keeps what it has.

    What is taken for out of scope is so with `precision`. Its threshold is one for both languages: halves of a development part
    are too small to find two.
    """
    labels = np.array([heads.intents.index(sentence.intent) for sentence in sentences])
    tones = np.array([heads.sentiments.index(sentence.sentiment) for sentence in sentences])
    temperature, shares = dict(heads.temperature), dict(heads.ngrams)
    logs = np.empty_like(said.meant)
    for language in temperature:
        own = np.array([sentence.language == language for sentence in sentences])
        if own.any():
            shares[language] = _fitted_share(said.meant[own], said.words[own], labels[own])
            logits = said.meant[own] + shares[language] * said.words[own]
            temperature[language] = fitted_temperature(logits, labels[own])
            logs[own] = log_probabilities(logits / temperature[language])
    signals = outside.signals(logs, said.distances, heads.place)
    unknown = (labels == heads.place if heads.place is not None else np.zeros(len(labels))).astype(np.int64)
    found = {
        "temperature": temperature,
        "ngrams": shares,
        "outside": outside.fitted(signals, unknown, precision),
        "sentiment_temperature": fitted_temperature(said.sentiments, tones),
    }
    return heads.model_copy(update=found)


def _fitted_share(meant: Floats, words: Floats, labels: Labels) -> float:
    def probable(share: float) -> float:
        logits = meant + share * words
        return likelihood(logits, labels, fitted_temperature(logits, labels))

    return float(max(_SHARES, key=probable))


def outputs(scorer: Scorer, speller: Speller, sentences: Sequence[Sentence]) -> Outputs:
    """What the models say of the sentences, each of which is read and has a pass of its own, as it is served."""
    return Outputs.joined([scorer.parts([speller(normalized(sentence.text))])[1] for sentence in sentences])
