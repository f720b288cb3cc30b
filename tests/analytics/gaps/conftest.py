"""Questions as the log would give them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from analytics.gaps.values import HumanReply, Question
from nlu.language import language_of

UNTIL = datetime(2026, 6, 30, tzinfo=UTC)
Ask = Callable[..., Question]


@pytest.fixture
def ask() -> Ask:
    """A question of some days before the end of the period, with what people answered."""

    def question(text: str, days: float = 10, *replies: HumanReply) -> Question:
        at = UNTIL - timedelta(days)
        return Question(text, language_of(text), at, f"c-{text}", frozenset({"not_understood"}), replies)

    return question
