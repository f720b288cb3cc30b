"""Shares of the two models, temperatures and the out-of-scope threshold, fitted on sentences that nothing was trained on."""

from collections.abc import Sequence

import numpy as np

from nlu.calibration import Floats, Labels, fitted_temperature, fitted_threshold, likelihood, probabilities
from nlu.heads import Heads
from nlu.scoring import Scorer
from nlu.sentences import Sentence
from nlu.text import normalized

_SHARES = np.linspace(0, 1, 21)


def tuned(heads: Heads, scorer: Scorer, development: Sequence[Sentence]) -> Heads:
    """`heads` with what fits `development`, at least one sentence, best; a language without any keeps what it has.

    The threshold is one for both languages: halves of a development part are too small to find two.
    """
    meant, words, tone_logits = outputs(scorer, development)
    labels = np.array([heads.intents.index(sentence.intent) for sentence in development])
    tones = np.array([heads.sentiments.index(sentence.sentiment) for sentence in development])
    temperature, shares = dict(heads.temperature), dict(heads.ngrams)
    chances = np.empty_like(meant)
    for language in temperature:
        own = np.array([sentence.language == language for sentence in development])
        if own.any():
            shares[language] = _fitted_share(meant[own], words[own], labels[own])
            logits = meant[own] + shares[language] * words[own]
            temperature[language] = fitted_temperature(logits, labels[own])
            chances[own] = probabilities(logits, temperature[language])
    found = {
        "temperature": temperature,
        "ngrams": shares,
        "threshold": fitted_threshold(chances, labels, heads.outside),
        "sentiment_temperature": fitted_temperature(tone_logits, tones),
    }
    return heads.model_copy(update=found)


def _fitted_share(meant: Floats, words: Floats, labels: Labels) -> float:
    def probable(share: float) -> float:
        logits = meant + share * words
        return likelihood(logits, labels, fitted_temperature(logits, labels))

    return float(max(_SHARES, key=probable))


def outputs(scorer: Scorer, sentences: Sequence[Sentence]) -> tuple[Floats, Floats, Floats]:
    """What the encoder and the n-grams say of the intents, (sentences, intents) both, and the logits (sentences, sentiments).

    Each sentence has a pass of its own, as it is served.
    """
    found = [scorer.parts([normalized(sentence.text)]) for sentence in sentences]
    meant = np.concatenate([one.intents for one, _ in found])
    tones = np.concatenate([one.sentiments for one, _ in found])
    return meant, np.concatenate([words for _, words in found]), tones
