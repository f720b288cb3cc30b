"""Rising, falling or neither, by a test that chance seldom passes."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.gaps.trends import trend

SINCE = datetime(2026, 6, 1, tzinfo=UTC)
UNTIL = SINCE + timedelta(30)


def at(*days: float) -> list[datetime]:
    return [SINCE + timedelta(day) for day in days]


def test_days_and_weeks_count_back_from_the_end() -> None:
    found = trend(at(0.5, 22.9, 23.1, 29.9, 29.95), SINCE, UNTIL)
    assert (found.days[0], found.days[22], found.days[-1]) == (1, 1, 2)
    assert found.weeks == (1, 0, 0, 1, 3)


def test_what_comes_more_and_more_rises_and_the_reverse_falls() -> None:
    late = [29 - number**2 / 10 for number in range(12)]
    assert trend(at(*late), SINCE, UNTIL).direction == "rising"
    assert trend(at(*(30 - day for day in late)), SINCE, UNTIL).direction == "falling"


def test_what_comes_evenly_or_seldom_is_steady() -> None:
    assert trend(at(*range(30)), SINCE, UNTIL).direction == "steady"
    assert trend(at(27, 28, 29), SINCE, UNTIL).direction == "steady"


def test_of_even_questions_no_more_than_one_series_in_twenty_seems_to_change() -> None:
    draw = random.Random(5)
    found = [trend(at(*(draw.uniform(0, 30) for _ in range(20))), SINCE, UNTIL).direction for _ in range(1_000)]
    assert found.count("steady") == pytest.approx(950, abs=25)


@given(st.lists(st.floats(0, 30), max_size=40))
def test_every_question_is_counted_on_one_day(days: list[float]) -> None:
    found = trend(at(*days), SINCE, UNTIL)
    assert (sum(found.days), len(found.days), sum(found.weeks)) == (len(days), 30, len(days))
    assert 0 <= found.chance <= 1
