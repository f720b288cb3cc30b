"""Confidence: a probability that means what it says."""

import numpy as np
import pytest

from retrieval.confidence import DEFAULT, FEWEST, Confidence, signs
from retrieval.evidence import BEST, FEATURES, LEARNED, LEXICAL, MEAN, Candidates


def drawn(count: int, seed: int) -> tuple[list[np.ndarray], list[bool]]:
    random = np.random.default_rng(seed)
    rows = random.normal(size=(count, 7))
    chance = 1 / (1 + np.exp(-(2 * rows[:, 0] + rows[:, 1] - 0.5)))
    return list(rows), (random.random(count) < chance).tolist()


def probability(confidence: Confidence, row: np.ndarray) -> float:
    return float(1 / (1 + np.exp(-(row @ np.array(confidence.weights) + confidence.offset))))


def test_probabilities_agree_with_how_often_it_is_right() -> None:
    confidence = Confidence.fit(*drawn(3_000, 1))
    rows, right = drawn(3_000, 2)
    found = np.array([probability(confidence, row) for row in rows])
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = (found >= low) & (found < low + 0.2)
        assert np.array(right)[inside].mean() == pytest.approx(found[inside].mean(), abs=0.06)


def test_too_few_of_either_kind_give_the_default() -> None:
    rows, _ = drawn(500, 1)
    assert Confidence.fit(rows, [True] * 500) == DEFAULT
    assert Confidence.fit(rows, [number < FEWEST - 1 for number in range(500)]) == DEFAULT


def test_signs_describe_the_best_candidate() -> None:
    features = np.zeros((3, len(FEATURES)))
    features[1, [LEXICAL, BEST, MEAN, LEARNED]] = 0.4, 0.9, 0.7, 2.0
    features[2, LEXICAL] = 0.5
    found = signs(Candidates(np.array([4, 7, 9]), features), np.array([1.0, 5.0, 3.5]))
    assert found.tolist() == [5.0, 1.5, 0.9, 0.7, 0.4, 0.0, 1.0]


def test_a_single_candidate_is_ahead_of_nobody() -> None:
    assert signs(Candidates(np.array([0]), np.zeros((1, len(FEATURES)))), np.array([2.0])).tolist()[:2] == [2.0, 0.0]


def test_the_default_is_surer_the_more_speaks_for_an_article() -> None:
    weak, strong = np.zeros((2, len(FEATURES))), np.zeros((2, len(FEATURES)))
    strong[0, [LEXICAL, BEST, MEAN]] = 0.9
    numbers = np.arange(2)
    assert DEFAULT.of(Candidates(numbers, weak), np.zeros(2)) < 0.2
    assert DEFAULT.of(Candidates(numbers, strong), np.array([12.0, 4.0])) > 0.7
