"""Knowing what is not known: distances, the chance of being out of scope, and its threshold."""

import numpy as np
import pytest

from nlu import outside
from nlu.mahalanobis import Floats, Mahalanobis
from nlu.outside import SHARE, Outside

WIDTH = 6


@pytest.fixture(scope="module")
def clouds() -> tuple[Floats, np.ndarray]:
    """Two intents, far apart in one direction and spread out in another."""
    order = np.random.default_rng(0)
    features = order.normal(scale=[1, 4, 1, 1, 1, 1], size=(600, WIDTH)).astype(np.float32)
    labels = np.arange(600) % 2
    features[:, 0] += 8 * labels
    return features, labels


def _signals(known: int, unknown: int) -> tuple[Floats, np.ndarray]:
    """Three signals that are higher, as a rule, for what is outside."""
    order = np.random.default_rng(1)
    labels = np.array([0] * known + [1] * unknown)
    return (order.normal(size=(len(labels), 3)) + 3 * labels[:, None]).astype(np.float32), labels


def test_what_lies_beside_every_intent_is_far_though_it_is_near_the_middle(clouds: tuple[Floats, np.ndarray]) -> None:
    between = np.zeros((1, WIDTH), dtype=np.float32)
    between[0, 0] = 4
    wide = np.zeros((1, WIDTH), dtype=np.float32)
    wide[0, 1] = 4  # as far from a centre, in a direction in which intents are wide
    familiar = Mahalanobis.fitted(*clouds)
    assert familiar.distances(between)[0] > familiar.distances(wide)[0] + 5


def test_distances_survive_their_file(clouds: tuple[Floats, np.ndarray]) -> None:
    familiar = Mahalanobis.fitted(*clouds)
    again = Mahalanobis.from_bytes(familiar.to_bytes())
    np.testing.assert_array_equal(again.distances(clouds[0]), familiar.distances(clouds[0]))


def test_a_file_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="pickled"):
        Mahalanobis.from_bytes(b"<html>")


def test_one_sentence_an_intent_is_enough_for_a_distance() -> None:
    familiar = Mahalanobis.fitted(np.eye(3, dtype=np.float32), np.arange(3))
    assert np.isfinite(familiar.distances(np.ones((2, 3), dtype=np.float32))).all()


@pytest.mark.parametrize("precision", [0.8, 0.9, 0.97])
def test_the_threshold_has_the_precision_that_was_asked_for_whatever_the_share_of_the_development_part(precision: float) -> None:
    model = outside.fitted(*_signals(3000, 200), precision)
    signals, labels = _signals(20000, 20000)
    taken = model.chances(signals) > model.threshold
    found, wrong = taken[labels == 1].mean(), taken[labels == 0].mean()
    assert SHARE * found / (SHARE * found + (1 - SHARE) * wrong) == pytest.approx(precision, abs=0.04)
    assert found > 0.8


def test_the_chance_is_calibrated_for_the_assumed_share() -> None:
    signals, labels = _signals(8000, 2000)
    chances = outside.fitted(*_signals(9000, 9000), 0.9).chances(signals)
    assert chances.mean() == pytest.approx(SHARE, abs=0.02)
    unsure = (chances > 0.05) & (chances < 0.95)
    assert labels[unsure].mean() == pytest.approx(chances[unsure].mean(), abs=0.12)


def test_without_examples_of_what_is_outside_few_known_messages_are_turned_away() -> None:
    model = outside.fitted(*_signals(2000, 0), 0.9)
    known, _ = _signals(20000, 0)
    assert 0.01 < (model.chances(known) > model.threshold).mean() < 0.05
    unknown, _ = _signals(0, 1000)
    assert (model.chances(unknown) > model.threshold).mean() > 0.9


def test_with_nothing_that_is_known_there_is_a_model_all_the_same() -> None:
    assert outside.fitted(*_signals(0, 5), 0.9) == Outside(precision=0.9)


def test_signals_rise_with_doubt_and_with_the_trained_class() -> None:
    logs = np.log(np.array([[0.8, 0.1, 0.1], [0.3, 0.3, 0.4]], dtype=np.float32))
    sure, unsure = outside.signals(logs, np.zeros(2, dtype=np.float32), 2)
    assert (unsure[[0, 2]] > sure[[0, 2]]).all()
    assert outside.signals(logs, np.zeros(2, dtype=np.float32), None)[:, 2].tolist() == [0, 0]
