"""What of the log is a gap, and which replies belong to it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from analytics.events import (
    AgentReplied,
    AnswerGiven,
    Event,
    FeedbackGiven,
    HandedOff,
    KnowledgeSearched,
    MessageReceived,
    NotUnderstood,
    Recorded,
    ReplySent,
)
from analytics.gaps.questions import Collector
from analytics.gaps.values import Question

START = datetime(2026, 6, 1, tzinfo=UTC)
Heard = Callable[..., tuple[Event, Event]]


def questions(*events: Event, since: datetime = START) -> list[Question]:
    collector = Collector(since)
    for number, event in enumerate(events):
        collector.see(Recorded(id=number, conversation="c", position=number, at=START + timedelta(minutes=number), event=event))
    return collector.questions()


def reasons(*events: Event) -> list[tuple[str, ...]]:
    return [tuple(sorted(one.reasons)) for one in questions(*events)]


@pytest.mark.parametrize("text", ["do you engrave names", "可以刻名字吗"])
@pytest.mark.parametrize(
    ("after", "found"),
    [
        ([NotUnderstood()], "not_understood"),
        ([HandedOff(reason="not understood")], "handed_off"),
        ([AnswerGiven(article_id="a"), FeedbackGiven(message_id="", helpful=False)], "thumbed_down"),
        ([HandedOff(reason="asked")], None),
        ([AnswerGiven(article_id="a")], None),
        ([AnswerGiven(article_id="a"), FeedbackGiven(message_id="", helpful=True)], None),
    ],
)
def test_a_message_is_a_gap_for_its_reason(heard: Heard, text: str, after: Sequence[Event], found: str | None) -> None:
    assert reasons(*heard(text), *after) == ([(found,)] if found else [])


def test_what_is_out_of_scope_and_unanswered_is_a_gap(heard: Heard) -> None:
    assert reasons(*heard("do you engrave names", out_of_scope=True)) == [("out_of_scope",)]
    assert reasons(*heard("do you engrave names", out_of_scope=True), AnswerGiven(article_id="a")) == []


def test_an_agents_search_is_a_question_of_its_own(heard: Heard) -> None:
    (question,) = questions(*heard("hi"), KnowledgeSearched(agent="bo", query="刻字 价格"))
    assert (question.text, question.language, sorted(question.reasons)) == ("刻字 价格", "zh", ["searched"])


def test_a_choice_among_the_offered_articles_answers_the_question_before(heard: Heard) -> None:
    button = {"title": "Gift wrapping", "payload": "wrap"}
    offer = ReplySent(reply_to="m", replies=({"text": "did you mean", "quick_replies": [button]},))
    clicked = MessageReceived(message_id="2", channel="rest", customer="ann", text="Gift wrapping", payload="wrap")
    asked = [*heard("wrap it for me"), NotUnderstood(articles=("wrap",)), offer, clicked]
    assert reasons(*asked, AnswerGiven(article_id="wrap")) == []
    assert reasons(*asked, AnswerGiven(article_id="another")) == [("not_understood",)]


@pytest.mark.parametrize(
    ("then", "followed"),
    [
        (None, "silent"),
        (("great, thank you", "positive"), "pleased"),
        (("that is no help at all", "negative"), "displeased"),
        (("and how long does it take?", "neutral"), "asked"),
        (("ok", "neutral"), "silent"),
    ],
)
def test_replies_of_people_belong_to_the_open_question_and_say_how_they_were_taken(
    heard: Heard, then: tuple[str, str] | None, followed: str
) -> None:
    after = heard(then[0], sentiment=(then[1], 0.9)) if then else ()
    reply = AgentReplied(agent="bo", text="Hello Ann, yes, for $15. Ring us on +1 212 555 0188. Best regards, Bo")
    (question,) = questions(*heard("do you engrave names"), HandedOff(reason="not understood"), reply, *after)
    assert [(one.text, one.followed) for one in question.replies] == [("Yes, for $15. Ring us on [phone]", followed)]


def test_personal_values_are_masked(heard: Heard) -> None:
    (question,) = questions(*heard("engrave 13812345678 on it please"), NotUnderstood())
    assert "12345678" not in question.text


def test_courtesies_letters_and_what_came_before_the_period_are_passed_over(heard: Heard) -> None:
    assert questions(*heard("hello"), NotUnderstood()) == []
    assert questions(*heard("x " * 300), NotUnderstood()) == []
    assert questions(*heard("do you engrave"), NotUnderstood(), since=START + timedelta(hours=1)) == []
