"""Temperatures and the out-of-scope threshold, fitted on sentences that the model was not trained on."""

from collections.abc import Sequence

import numpy as np

from nlu.calibration import Floats, fitted_temperature, fitted_threshold, probabilities
from nlu.heads import Heads
from nlu.scoring import Scorer
from nlu.sentences import Sentence
from nlu.text import normalized


def tuned(heads: Heads, scorer: Scorer, development: Sequence[Sentence]) -> Heads:
    """`heads` with what fits `development`, at least one sentence, best; a language without any keeps its temperature.

    The threshold is one for both languages: halves of a development part are too small to find two.
    """
    logits, tone_logits = outputs(scorer, development)
    labels = np.array([heads.intents.index(sentence.intent) for sentence in development])
    tones = np.array([heads.sentiments.index(sentence.sentiment) for sentence in development])
    temperature = dict(heads.temperature)
    chances = np.empty_like(logits)
    for language in temperature:
        own = np.array([sentence.language == language for sentence in development])
        if own.any():
            temperature[language] = fitted_temperature(logits[own], labels[own])
            chances[own] = probabilities(logits[own], temperature[language])
    found = {
        "temperature": temperature,
        "threshold": fitted_threshold(chances, labels, heads.outside),
        "sentiment_temperature": fitted_temperature(tone_logits, tones),
    }
    return heads.model_copy(update=found)


def outputs(scorer: Scorer, sentences: Sequence[Sentence]) -> tuple[Floats, Floats]:
    """The logits (sentences, intents) and (sentences, sentiments), each sentence in a pass of its own, as it is served."""
    found = [scorer.run([normalized(sentence.text)]) for sentence in sentences]
    return np.concatenate([one.intents for one in found]), np.concatenate([one.sentiments for one in found])
