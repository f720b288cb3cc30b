"""The precision dial: right as often as asked for, by a bound that holds, or a sentence that says why not."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs import settings
from configs.errors import ConfigurationError
from nlu.intervals import clopper_pearson
from retrieval import dial
from retrieval.calibration import Points
from retrieval.dial.setting import FEWEST


def drawn(count: int, random: np.random.Generator) -> Points:
    """Questions that are right as often as their confidence says, and a stranger for every four."""
    sure = random.beta(4, 1, count)
    correct = random.random(count) < sure**0.35
    strangers = random.beta(1, 6, count // 4)
    return Points(tuple(sure[correct].tolist()), tuple(sure[~correct].tolist()), tuple(strangers.tolist()), "held back")


@pytest.mark.parametrize(
    ("right", "answered", "low", "high"),
    [
        # Newcombe 1998, https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 5.
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1684),
        (1, 29, 0.0009, 0.1776),
        (20, 20, 0.8316, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_is_the_published_one(right: int, answered: int, low: float, high: float) -> None:
    assert clopper_pearson(right, answered) == pytest.approx((low, high), abs=5e-5)


def test_at_95_percent_the_promise_is_kept_in_at_least_95_of_100_draws() -> None:
    random = np.random.default_rng(7)
    kept = 0
    for _ in range(100):
        threshold = dial.turned(drawn(2_000, random), 0.95, 0.55).point.threshold
        precision = dial.operating_point(drawn(20_000, random), threshold).precision
        kept += precision is None or precision >= 0.95
    assert kept >= 95


def test_the_bound_is_what_is_reached_and_no_smaller_threshold_reaches_it() -> None:
    points = drawn(2_000, np.random.default_rng(1))
    found = dial.turned(points, 0.9, 0.55)
    assert found.problem == ""
    assert found.point.low >= 0.9
    smaller = [one for one in (*points.right, *points.wrong, *points.strangers) if one < found.point.threshold]
    assert all(dial.operating_point(points, one).low < 0.9 for one in smaller)


def test_a_stricter_promise_costs_coverage() -> None:
    points = drawn(4_000, np.random.default_rng(2))
    coverages = [dial.turned(points, target, 0.55).point.coverage for target in (0.8, 0.85, 0.9, 0.95)]
    assert coverages == sorted(coverages, reverse=True)
    assert coverages[0] > coverages[-1] > 0


def test_what_cannot_be_shown_is_said_and_the_strictest_is_used() -> None:
    points = Points((0.95,) * 57 + (0.7,) * 20, (0.8, 0.6), (0.3,), "reserved")
    found = dial.turned(points, 0.99, 0.55)
    assert found.problem.startswith("79 questions cannot show a precision of 0.99; the strictest threshold")
    assert 0.8 < found.point.threshold < 0.95
    assert (found.point.right, found.point.wrong, found.point.taken) == (57, 0, 0)


def test_the_strictest_is_never_laxer_than_the_default() -> None:
    points = Points((0.7,) * 60, (), (), "reserved")
    assert dial.turned(points, 0.99, 0.55).point.threshold == 0.55


def test_too_few_questions_leave_the_default_and_say_so() -> None:
    found = dial.turned(Points((0.9,) * (FEWEST - 1), (), (), "reserved"), 0.95, 0.55)
    assert found.point.threshold == 0.55
    assert found.problem.startswith(f"{FEWEST - 1} questions with known articles are too few")


SHARES = st.lists(st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9]), max_size=80)


@given(SHARES, SHARES, SHARES, st.sampled_from([0.5, 0.8, 0.95]))
def test_any_points_give_a_threshold_whose_counts_add_up(
    right: list[float], wrong: list[float], strangers: list[float], target: float
) -> None:
    found = dial.turned(Points(tuple(right), tuple(wrong), tuple(strangers), "reserved"), target, 0.55)
    point = found.point
    assert 0 < point.threshold <= 1
    assert point.right + point.wrong + point.silent == point.questions == len(right) + len(wrong)
    assert point.low <= (point.precision if point.precision is not None else 1) <= point.high
    assert found.problem or point.low >= target


def configured(tmp_path: Path, line: str) -> settings.RetrievalSettings:
    file = tmp_path / "own.toml"
    file.write_text(f"[retrieval]\n{line}\n", encoding="utf-8")
    return settings.load(file).retrieval


def test_a_precision_in_the_settings_becomes_a_threshold_for_each_language(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    points = {"en": drawn(2_000, random), "zh": drawn(2_000, random)}
    both = dial.thresholds(points, configured(tmp_path, "precision = 0.9"))
    assert both == {language: dial.turned(one, 0.9, 0.55).point.threshold for language, one in points.items()}
    one = dial.thresholds(points, configured(tmp_path, "precision = { zh = 0.9 }"))
    assert one == {"en": 0.55, "zh": both["zh"]}
    none = dial.thresholds(points, configured(tmp_path, "answer_above = 0.7"))
    assert none == {"en": 0.7, "zh": 0.7}


@pytest.mark.parametrize("line", ["precision = 1.0", "precision = 95", 'precision = "high"', "precision = { fr = 0.9 }"])
def test_a_precision_that_means_nothing_is_refused_by_name(tmp_path: Path, line: str) -> None:
    with pytest.raises(ConfigurationError, match=r"retrieval\.precision"):
        configured(tmp_path, line)
