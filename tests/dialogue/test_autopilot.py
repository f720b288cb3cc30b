"""Where the assistant acts alone, and what it does where it may not, in both languages."""

from dataclasses import replace
from typing import Any

import pytest

from analytics.events import (
    AnswerGiven,
    FlowEnded,
    FlowShelved,
    FlowsOffered,
    FlowStarted,
    HandedOff,
    HandoverDeferred,
    NotUnderstood,
    SlotHeard,
    SuggestionShown,
)
from bot.autopilot.gate import BELOW, Gate
from bot.conversation import ActiveFlow, Conversation, applied
from bot.handover.reception import Reception
from bot.policies import Decision, Situation
from bot.policies.clarify import Clarify
from bot.policies.flows import Flows
from bot.policies.grounded import Grounded
from bot.policies.offers import Offers
from bot.policies.rules import Rules
from bot.policies.small_talk import SmallTalk
from bot.replies import load as wording
from configs.settings import AutopilotSettings, HandoverSettings, load
from retrieval.answers import Answer
from tests.dialogue.conftest import MakeSituation

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])


def gate(measured: float = 0.8, **settings: Any) -> Gate:
    asked = AutopilotSettings(**({"level": 0.9} | settings))
    return Gate(asked, lambda intent, language: measured, wording())


def decided(situation: Situation) -> Decision:
    """What the policies decide before the gate."""
    policies = (Rules(), Flows(), Offers(), SmallTalk(), Grounded(), Clarify())
    return next(decision for policy in policies if (decision := policy.decide(situation)))


@LANGUAGES
def test_an_article_below_the_level_is_not_said_but_suggested_to_a_person(
    situation: MakeSituation, answer: Answer, language: str
) -> None:
    asked = situation("warranty", language=language, answer=answer)
    held = gate()(decided(asked), asked)
    shown = SuggestionShown(
        intent="warranty", language=language, source="article", name="a", text="The answer.", precision=0.8, level=0.9
    )
    assert held.events == (shown, HandedOff(reason=BELOW))
    assert [saying.key for saying in held.says] == ["handover"]


@LANGUAGES
def test_a_flow_below_the_level_does_not_begin(situation: MakeSituation, language: str) -> None:
    asked = situation("delete_account", language=language)
    held = gate()(decided(asked), asked)
    assert [type(event) for event in held.events] == [SuggestionShown, HandedOff]
    assert (held.events[0].source, held.events[0].name) == ("flow", "delete_account")  # type: ignore[attr-defined]
    assert held.waits


@LANGUAGES
def test_advice_below_the_level_is_left_to_a_person_even_if_the_customer_may_be_asked(
    situation: MakeSituation, language: str
) -> None:
    asked = situation("product_comparison", language=language)
    held = gate(below="ask")(decided(asked), asked)
    assert [type(event) for event in held.events] == [SuggestionShown, HandedOff]
    assert held.action == ""


def test_from_the_level_on_it_acts_alone_and_the_record_says_why(situation: MakeSituation, answer: Answer) -> None:
    asked = situation("warranty", answer=answer)
    before = decided(asked)
    passed = gate(0.9)(before, asked)
    assert (passed.says, passed.events) == (before.says, before.events)
    assert "right 0.90 of the times at least, 0.9 is asked for" in passed.because


@pytest.mark.parametrize("intent", ["greet", "thanks", "contact_human_agent", "complaint", "product_usage"])
def test_small_talk_handovers_and_clarifications_pass(situation: MakeSituation, intent: str) -> None:
    asked = situation(intent)
    before = decided(asked)
    assert gate(0.0)(before, asked) == before


def test_what_the_customer_has_chosen_is_said(situation: MakeSituation, answer: Answer) -> None:
    chosen = situation("warranty", payload="article:a", answer=answer)
    before = decided(chosen)
    assert AnswerGiven(article_id="a") in before.events
    assert gate(0.0)(before, chosen) == before


def test_a_flow_under_way_goes_on_whatever_is_measured(situation: MakeSituation) -> None:
    under_way = Conversation("c", flow=ActiveFlow("track_order", "order_id", 1))
    asked = situation("track_order", entities=(("order_id", "SK1048213"),), conversation=under_way)
    before = decided(asked)
    assert gate(0.0)(before, asked) == before


@pytest.mark.parametrize(
    ("settings", "levels"),
    [
        ({}, {("warranty", "en"): None, ("warranty", "zh"): None}),
        (0.9, {("warranty", "en"): 0.9, ("cancel_order", "zh"): 0.9}),
        ({"level": {"zh": 0.8}}, {("warranty", "en"): None, ("warranty", "zh"): 0.8}),
        (
            {"level": 0.9, "intents": {"warranty": {"en": 0.99}, "cancel_order": 0.95}},
            {("warranty", "en"): 0.99, ("warranty", "zh"): None, ("cancel_order", "zh"): 0.95, ("get_refund", "en"): 0.9},
        ),
    ],
)
def test_the_level_is_one_or_by_language_or_by_intent(settings: Any, levels: dict[tuple[str, str], float | None]) -> None:
    bot = load().bot
    read = type(bot).model_validate({**bot.model_dump(), "autopilot": settings}).autopilot
    assert {key: read.least(*key) for key in levels} == levels
    assert read.on == bool(settings)


@LANGUAGES
def test_where_the_shop_prefers_it_the_customer_is_asked_once_which_article_is_meant(
    situation: MakeSituation, answer: Answer, language: str
) -> None:
    asked = situation("warranty", language=language, answer=answer)
    held = gate(below="ask")(decided(asked), asked)
    assert [type(event) for event in held.events] == [SuggestionShown, NotUnderstood]
    assert [button.payload for button in held.says[0].buttons] == ["article:a", "article:b", "article:c", "none"]
    again = replace(asked, conversation=Conversation("c", misunderstood=1, chose=True))
    assert HandedOff(reason=BELOW) in gate(below="ask")(decided(again), again).events


@LANGUAGES
def test_or_whether_a_flow_is_meant_which_a_click_begins_with_what_was_said(situation: MakeSituation, language: str) -> None:
    asked = situation("cancel_order", language=language, entities=(("order_id", "SK1048213"),))
    held = gate(below="ask")(decided(asked), asked)
    assert [type(event) for event in held.events] == [SuggestionShown, FlowsOffered, NotUnderstood]
    assert [button.payload for button in held.says[0].buttons] == ["start:cancel_order", "none"]
    conversation = Conversation("c", buttons=("start:cancel_order",))
    for event in held.events:
        conversation = applied(event, conversation)
    clicked = situation("affirm", payload="start:cancel_order", conversation=conversation)
    before = decided(clicked)
    assert before.events == (FlowStarted(flow="cancel_order"), SlotHeard(slot="order_id", value="SK1048213"))
    assert gate(0.0)(before, clicked) == before
    agreed = situation("affirm", text={"en": "yes", "zh": "是的"}[language], language=language, conversation=conversation)
    assert decided(agreed).events == before.events
    again = replace(asked, conversation=conversation)
    assert HandedOff(reason=BELOW) in gate(below="ask")(decided(again), again).events


@pytest.mark.parametrize("below", ["ask", "person"])
def test_a_flow_that_was_left_for_the_one_that_is_held_back_is_not_forgotten(situation: MakeSituation, below: str) -> None:
    asked = situation("delete_account", conversation=Conversation("c", flow=ActiveFlow("cancel_order", "order_id", 1)))
    before = decided(asked)
    assert isinstance(before.events[-1], FlowStarted)
    held = gate(below=below)(before, asked)
    assert isinstance(held.events[0], FlowShelved | FlowEnded)
    assert not any(isinstance(event, FlowStarted) for event in held.events)


def test_while_nobody_works_it_is_suggested_all_the_same_and_a_message_can_be_left(
    situation: MakeSituation, answer: Answer
) -> None:
    closed = Reception.of(HandoverSettings.model_validate(load().handover.model_dump() | {"hours": {"sun": ["09:00-10:00"]}}))
    asked = situation("warranty", answer=answer)
    held = closed(gate()(decided(asked), asked), asked)
    assert [type(event) for event in held.events] == [SuggestionShown, HandoverDeferred]
    assert [saying.key for saying in held.says] == ["closed"]
