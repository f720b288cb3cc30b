"""The lower bound of the precision, and what is missing to pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.autopilot.standing import ENOUGH, MOST, Standing, Tally
from nlu.intervals import lower_bound

COUNTS = st.integers(0, 300)
TALLIES = st.builds(Tally, COUNTS, COUNTS)
STANDINGS = st.builds(Standing, st.just("warranty"), st.sampled_from(["en", "zh"]), TALLIES, TALLIES)


@pytest.mark.parametrize(("right", "count", "bound"), [(0, 0, 0.0), (0, 9, 0.0), (29, 29, 0.9019), (28, 28, 0.8985)])
def test_the_bound_is_the_exact_one(right: int, count: int, bound: float) -> None:
    # With nothing wrong it is 0.05 to the power of 1/n.
    assert lower_bound(right, count) == pytest.approx(bound, abs=5e-5)


@given(right=COUNTS, wrong=COUNTS)
def test_it_lies_below_the_share_and_rises_with_what_is_right_and_falls_with_what_is_wrong(right: int, wrong: int) -> None:
    count = right + wrong
    bound = lower_bound(right, count)
    assert 0 <= bound * count <= right + 1e-9
    assert lower_bound(right + 1, count + 1) > bound
    assert lower_bound(right, count + 1) <= bound
    assert not right or lower_bound(right, count + 1) < bound


@given(share=st.integers(1, 20), times=st.integers(1, 20))
def test_of_the_same_share_more_turns_say_more(share: int, times: int) -> None:
    assert lower_bound(share * (times + 1), 20 * (times + 1)) > lower_bound(share * times, 20 * times)


@given(standing=STANDINGS)
def test_a_right_turn_more_never_lowers_it_whatever_the_tests_say(standing: Standing) -> None:
    more = Standing("warranty", "en", Tally(standing.log.right + 1, standing.log.wrong), standing.tests)
    assert more.bound >= standing.bound - 1e-9
    assert more.count >= standing.count - 1e-9


@given(standing=STANDINGS, level=st.floats(0.05, 0.99))
def test_what_is_missing_is_just_enough(standing: Standing, level: float) -> None:
    missing = standing.missing(level)
    assert missing is not None

    def after(right: int) -> Standing:
        return Standing("warranty", "en", Tally(standing.log.right + right, standing.log.wrong), standing.tests)

    assert after(missing).passes(level)
    assert missing == 0 or not after(missing - 1).passes(level)


def test_what_cannot_be_reached_is_said() -> None:
    assert Standing("warranty", "en", Tally(0, MOST)).missing(0.9) is None


def test_tests_stand_in_only_as_long_as_the_log_is_short() -> None:
    tests = Tally(40, 10)
    assert Standing("warranty", "en", tests=tests).precision == 0.8
    half = Standing("warranty", "zh", Tally(ENOUGH - 25, 0), tests)
    assert (half.right, half.count) == (ENOUGH - 5, ENOUGH)
    assert Standing("warranty", "zh", Tally(ENOUGH, 0), tests).precision == 1.0


def test_without_evidence_nothing_passes() -> None:
    nobody = Standing("warranty", "zh")
    assert (nobody.precision, nobody.bound, nobody.passes(0.01)) == (None, 0.0, False)
