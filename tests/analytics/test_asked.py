"""Counts of what was asked, out of events."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from analytics.asked import Asked
from analytics.events import AnswerGiven, Event, MessageReceived, MessageUnderstood, Recorded

START = datetime(2026, 3, 1, tzinfo=UTC)
IDS = count(1)


def told(asked: Asked, conversation: str, *articles: str, at: datetime = START, language: str = "en", **message: object) -> None:
    """A conversation in which these articles were asked for, one a message."""
    for article in articles:
        received = MessageReceived(message_id="m", channel="rest", customer="c", text="t", **message)  # type: ignore[arg-type]
        understood = MessageUnderstood(
            message_id="m",
            language=language,
            intents=(),
            out_of_scope=False,
            sentiment="neutral",
            sentiment_score=0.0,
            entities=(),
            model="",
        )
        events: tuple[Event, ...] = (received, understood, AnswerGiven(article_id=article))
        for event in events:
            asked.see(Recorded(id=next(IDS), conversation=conversation, position=1, at=at, event=event))


def test_an_article_is_counted_everywhere_in_its_language_and_in_its_context() -> None:
    asked = Asked()
    told(asked, "one", "fees", language="zh", context=("page:cart", "order:late"))
    assert asked.places(START) == {part: {"fees": 1.0} for part in ("any", "language:zh", "page:cart", "order:late")}


def test_what_followed_is_counted_within_a_conversation_only() -> None:
    asked = Asked()
    told(asked, "one", "fees", "time", "time", "fees")
    told(asked, "two", "points")
    assert asked.follows(START) == {"fees": {"time": 1.0}, "time": {"fees": 1.0}}


def test_a_question_counts_half_after_the_half_life() -> None:
    asked = Asked(timedelta(days=10))
    told(asked, "one", "fees")
    told(asked, "two", "time", at=START + timedelta(days=10))
    later = asked.places(START + timedelta(days=20))["any"]
    assert later == pytest.approx({"fees": 0.25, "time": 0.5})


def test_a_question_that_was_offered_counts_less_than_one_that_was_typed() -> None:
    asked = Asked()
    told(asked, "one", "fees", payload="article:fees")
    told(asked, "two", "time")
    assert asked.places(START)["any"] == {"fees": 0.5, "time": 1.0}


def test_small_talk_is_no_question() -> None:
    asked = Asked()
    told(asked, "one", "")
    assert asked.places(START) == {}
