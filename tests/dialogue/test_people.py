"""When a person is fetched, in both languages, and what is said while nobody works."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from analytics.events import FlowEnded, FlowStarted, HandedOff, HandoverDeferred, HandoverWithdrawn, MessageLeft, SlotAsked
from bot.conversation import MESSAGE_FORM, ActiveFlow, Conversation
from bot.handover.reception import Reception
from bot.policies import Decision
from bot.policies.leave_message import LEAVE, LeaveMessage
from bot.policies.risk import Risk
from bot.policies.rules import Rules
from bot.replies import load as wording
from configs.settings import HandoverSettings, load
from nlu.understanding import Sentiment
from tests.dialogue.conftest import MakeSituation

MONDAY = datetime(2026, 11, 23, 14, tzinfo=UTC)  # 22:00 in Shanghai
ASKED = Decision("asked", events=(HandedOff(reason="asked"),))


def reception(**changes: Any) -> Reception:
    closing = {"hours": {day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}
    return Reception.of(HandoverSettings.model_validate(load().handover.model_dump() | closing | changes))


def reason(decision: Decision | None) -> str:
    return next((event.reason for event in (decision.events if decision else ()) if isinstance(event, HandedOff)), "")


@pytest.mark.parametrize(
    "text",
    [
        "I will take you to court",
        "my LAWYER writes to you",
        "I'll dispute the charge with my bank",
        "the charger exploded",
        "我要起诉你们",
        "我会打12315投诉",
        "充电宝起火了",
        "手被烫伤了",
        "我要向银行申请拒付",
    ],
)
def test_a_risky_topic_goes_to_a_person(situation: MakeSituation, text: str) -> None:
    assert reason(Risk().decide(situation("product_usage", text=text))) == "risky topic"


@pytest.mark.parametrize("text", ["please issue it", "the courtyard", "is it suede?", "耳机多少钱", "法国能送吗"])
def test_words_that_only_look_like_it_do_not(situation: MakeSituation, text: str) -> None:
    assert Risk().decide(situation("product_question", text=text)) is None


def test_a_person_who_has_the_conversation_is_not_fetched_again(situation: MakeSituation) -> None:
    theirs = situation(text="my lawyer calls you", conversation=Conversation("c", owner="person", displeased=5))
    assert Risk().decide(theirs) is None


def test_a_shop_adds_words_topics_and_intents_of_its_own(situation: MakeSituation) -> None:
    risk = Risk(words={"legal": ["solicitors"], "press": ["记者"]}, intents=["delete_account"])
    for said in (situation(text="ask my solicitors"), situation(text="我找记者"), situation("delete_account")):
        assert reason(risk.decide(said)) == "risky topic"


def test_a_tone_that_stays_strongly_negative_is_anger(situation: MakeSituation) -> None:
    assert Risk().decide(situation(conversation=Conversation("c", displeased=1))) is None
    assert reason(Risk().decide(situation(conversation=Conversation("c", displeased=2)))) == "angry"


def test_a_valuable_customer_about_to_leave_is_kept_only_when_the_profile_says_so(situation: MakeSituation) -> None:
    negative = Sentiment("negative", 0.7)
    valuable = {"value": 0.9, "churn": 0.7}
    assert reason(Risk().decide(situation(sentiment=negative, profile=valuable))) == "valuable customer at risk"
    assert reason(Risk().decide(situation("delete_account", profile=valuable))) == "valuable customer at risk"
    assert Risk().decide(situation(profile=valuable)) is None
    assert Risk().decide(situation(sentiment=negative, profile={"value": 0.9})) is None


@pytest.mark.parametrize(
    "text",
    ["I don't need a person any more", "never mind the agent", "no longer need a human", "不用人工了", "算了，不需要转人工了"],
)
def test_who_needs_no_person_any_more_is_the_assistants_again(situation: MakeSituation, text: str) -> None:
    decision = Rules().decide(situation("deny", text=text, conversation=Conversation("c", owner="person")))
    assert decision is not None
    assert decision.events == (HandoverWithdrawn(),)


@pytest.mark.parametrize("text", ["never mind", "I need a person", "算了", "人工呢？", "the agent doesn't answer"])
def test_anything_else_is_for_the_person(situation: MakeSituation, text: str) -> None:
    decision = Rules().decide(situation("deny", text=text, conversation=Conversation("c", owner="person")))
    assert decision is not None
    assert (decision.says, decision.events) == ((), ())


def test_a_handover_is_given_its_language_skill_and_priority(situation: MakeSituation) -> None:
    open_now = reception(hours={}, skills={"asked": "sales"}, priorities={"asked": 2})
    (event,) = open_now(ASKED, situation(language="zh")).events
    assert event == HandedOff(reason="asked", skill="sales", language="zh", priority=2)


@pytest.mark.parametrize(
    ("language", "opens"), [("en", "Tuesday 24 November, 9:00 (UTC+8)"), ("zh", "11月24日（周二）9:00（UTC+8）")]
)
def test_while_nobody_works_the_customer_is_told_when_somebody_does(situation: MakeSituation, language: Any, opens: str) -> None:
    closed = reception()(ASKED, replace(situation(language=language), now=MONDAY))
    assert closed.events == (HandoverDeferred(reason="asked", opens="2026-11-24T09:00:00+08:00"),)
    reply = wording().reply(closed.says[0], language, 0)
    assert opens in reply.text
    assert [button.payload for button in reply.quick_replies] == [LEAVE]


def test_a_message_is_left_in_two_questions_and_a_time_is_promised(situation: MakeSituation) -> None:
    form = LeaveMessage()
    begun = form.decide(situation(payload=LEAVE, conversation=Conversation("c", buttons=(LEAVE,))))
    assert begun is not None
    assert begun.events == (FlowStarted(flow=MESSAGE_FORM), SlotAsked(flow=MESSAGE_FORM, slot="reach", attempt=1))
    asking = Conversation("c", flow=ActiveFlow(MESSAGE_FORM, "reach", 1))
    given = form.decide(situation(entities=(("email", "ann@shop.example"),), conversation=asking))
    assert given is not None
    assert [saying.key for saying in given.says] == ["ask_message"]
    writing = Conversation("c", flow=ActiveFlow(MESSAGE_FORM, "message", 1), slots={"reach": "ann@shop.example"})
    said = replace(situation("cancel_order", text="cancel it and call me", conversation=writing), now=MONDAY)
    left = form.decide(said)
    assert left is not None
    told = reception()(left, said)
    assert told.events == (
        MessageLeft(
            contact="ann@shop.example", text="cancel it and call me", promised="2026-11-24T11:00:00+08:00", language="en"
        ),
        FlowEnded(flow=MESSAGE_FORM, outcome="left", keeps=()),
    )
    assert "by Tuesday 24 November, 11:00 (UTC+8)" in wording().reply(told.says[0], "en", 0).text
    assert "11月24日（周二）11:00" in wording().reply(told.says[0], "zh", 0).text


def test_without_a_contact_the_form_asks_once_more_and_then_lets_go(situation: MakeSituation) -> None:
    again = LeaveMessage().decide(situation(conversation=Conversation("c", flow=ActiveFlow(MESSAGE_FORM, "reach", 1))))
    assert again is not None
    assert [saying.key for saying in again.says] == ["ask_reach_again"]
    over = LeaveMessage().decide(situation(conversation=Conversation("c", flow=ActiveFlow(MESSAGE_FORM, "reach", 2))))
    assert over is not None
    assert over.events == (FlowEnded(flow=MESSAGE_FORM, outcome="failed", keeps=()),)


def test_who_does_not_want_to_leave_one_is_let_go_at_once(situation: MakeSituation) -> None:
    decision = LeaveMessage().decide(situation("deny", conversation=Conversation("c", flow=ActiveFlow(MESSAGE_FORM, "reach", 1))))
    assert decision is not None
    assert decision.events == (FlowEnded(flow=MESSAGE_FORM, outcome="cancelled", keeps=()),)
