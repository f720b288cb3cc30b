"""What an agent is told of a conversation, out of its events alone."""

from datetime import timedelta

import pytest

from analytics.events import (
    ActionTaken,
    AgentReplied,
    AnswerGiven,
    ConversationAssigned,
    Event,
    FlowEnded,
    HandedOff,
    MessageLeft,
    NotUnderstood,
    SlotFilled,
)
from bot.handover.packet import Packet, Tried, packet
from bot.handover.steps import load
from bot.handover.summary import telling
from tests.bot.handover.conftest import NOW, Script, wrote

LOST = HandedOff(reason="not understood", language="en")


def of(script: Script, *happened: Event) -> Packet:
    return packet(script("c", *happened, at=NOW), NOW + timedelta(minutes=5))


def test_a_packet_tells_what_was_said_tried_and_collected(script: Script) -> None:
    found = of(
        script,
        *wrote("My headphones of order SK1048213 arrived broken."),
        AnswerGiven(article_id="returns"),
        *wrote("cancel it then", 2, sentiment="negative"),
        SlotFilled(slot="order_id", value="SK1048213"),
        ActionTaken(action="action_check_cancellable", key="k", outcome="rejected"),
        FlowEnded(flow="cancel_order", outcome="refused"),
        *wrote("blorb fnord gnarf", 3),
        NotUnderstood(articles=("repairs",)),
        *wrote("blorb fnord gnarf!!", 4),
        LOST,
    )
    assert found.slots == {"order_id": "SK1048213"}
    assert found.tried == (
        Tried("article", "returns", "said"),
        Tried("action", "action_check_cancellable", "rejected"),
        Tried("flow", "cancel_order", "refused"),
        Tried("article", "repairs", "offered"),
    )
    assert found.mood == (0.0, -0.9, 0.0, 0.0)
    assert found.question == "blorb fnord gnarf!!"
    assert "rules did not allow" in found.next_step["en"]
    assert "按店铺规则" in found.next_step["zh"]
    assert (found.reason, found.language, found.customer, found.waited) == ("not understood", "en", "ann", 300.0)


def test_the_wait_ends_when_somebody_has_the_conversation(script: Script) -> None:
    asked = script("c", *wrote("a person please"), HandedOff(reason="asked"), at=NOW)
    taken = script("c", ConversationAssigned(agent="bo"), at=NOW + timedelta(minutes=2))
    assert packet(asked + taken, NOW + timedelta(hours=1)).waited == 120.0


def test_an_answered_question_is_not_open_and_a_wish_for_a_person_is_none(script: Script) -> None:
    assert of(script, *wrote("what is it"), NotUnderstood(), *wrote("ah", 2), AnswerGiven(article_id="a")).question == ""
    asked = HandedOff(reason="asked")
    assert of(script, *wrote("where is my box"), NotUnderstood(), *wrote("a person", 2), asked).question == "where is my box"
    assert of(script, *wrote("eh"), LOST, AgentReplied(agent="bo", text="so")).question == ""


def test_a_message_that_was_left_is_in_the_packet(script: Script) -> None:
    found = of(script, *wrote("a person"), MessageLeft(contact="+4930123456", text="call me"))
    assert (found.message, found.contact) == ("call me", "+4930123456")


def test_clicks_are_no_sentences_of_the_customers(script: Script) -> None:
    assert of(script, *wrote("Yes, please cancel my order", payload="affirm")).summary == ()


ENGLISH = (
    "Hello there!",
    "I ordered two wireless headphones, order SK1048213. The left side of one pair of headphones is silent.",
    "I already tried to reset the headphones. Nothing helps. I was in the garden with my dog when it rained.",
    "I want my money back for the broken headphones of order SK1048213. Thanks so much for your patience.",
)
CHINESE = (
    "您好！",
    "我买了两副无线耳机，订单号SK1048213。其中一副耳机左边没有声音。",
    "我已经重置过耳机了。没有用。今天天气不错，我刚刚遛完狗回来。",
    "我要求退回订单SK1048213里坏掉的耳机的钱。谢谢您的耐心。",
)


@pytest.mark.parametrize(("texts", "aside"), [(ENGLISH, "dog"), (CHINESE, "狗")], ids=["en", "zh"])
def test_a_summary_is_the_sentences_that_the_others_are_about(texts: tuple[str, ...], aside: str) -> None:
    summary = telling(texts)
    assert len(summary) == 3
    assert sum("SK1048213" in sentence for sentence in summary) == 2
    assert not any(aside in sentence for sentence in summary)
    whole = "\n".join(texts)
    assert sorted(summary, key=whole.index) == list(summary)
    assert telling(texts) == summary


def test_a_short_conversation_is_its_own_summary() -> None:
    assert telling(["ok", "Where is my parcel?"]) == ("Where is my parcel?",)
    assert telling([]) == ()


def test_every_step_is_worded_in_both_languages_and_can_be_reached() -> None:
    steps = load()
    assert all(step.en and step.zh for step in steps)
    assert len({(step.reason, step.kind, step.name, step.outcome) for step in steps}) == len(steps)
