"""Linear classifiers: learnt from features, kept in a file."""

import numpy as np
import pytest

from nlu import probe_training
from nlu.heads import SENTIMENTS
from nlu.probes import Floats, Probe, Probes
from nlu.sentences import Sentence

INTENTS = ("track_order", "get_refund", "out_of_scope")


@pytest.fixture(scope="module")
def rows() -> list[Sentence]:
    tones = SENTIMENTS
    return [Sentence(str(number), "en", INTENTS[number % 3], tones[number // 3 % 3]) for number in range(900)]


@pytest.fixture(scope="module")
def features(rows: list[Sentence]) -> Floats:
    """A direction for each intent and for each sentiment, and noise."""
    found = np.random.default_rng(0).normal(scale=0.3, size=(len(rows), 16)).astype(np.float32)
    for place, row in enumerate(rows):
        found[place, INTENTS.index(row.intent)] += 1
        found[place, 3 + SENTIMENTS.index(row.sentiment)] += 1
    return found


def test_intents_and_sentiments_are_told_by_their_features(rows: list[Sentence], features: Floats) -> None:
    probes = probe_training.train(features[:600], rows[:600], INTENTS)
    meant, felt = probes.intents.logits(features[600:]).argmax(1), probes.sentiments.logits(features[600:]).argmax(1)
    assert np.mean([INTENTS[place] == row.intent for place, row in zip(meant, rows[600:], strict=True)]) > 0.9
    assert np.mean([SENTIMENTS[place] == row.sentiment for place, row in zip(felt, rows[600:], strict=True)]) > 0.9


def test_the_same_sentences_give_the_same_classifiers(rows: list[Sentence], features: Floats) -> None:
    first, second = (probe_training.train(features, rows, INTENTS) for _ in range(2))
    assert first.to_bytes() == second.to_bytes()


def test_classifiers_survive_their_file() -> None:
    order = np.random.default_rng(0)
    probes = Probes(*(Probe(order.random((4, width), np.float32), order.random(width, np.float32)) for width in (5, 3)))
    again = Probes.from_bytes(probes.to_bytes())
    for one, other in ((probes.intents, again.intents), (probes.sentiments, again.sentiments)):
        np.testing.assert_array_equal(one.weights, other.weights)
        np.testing.assert_array_equal(one.bias, other.bias)


def test_a_file_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="pickled"):
        Probes.from_bytes(b"not a file of arrays")
