"""What each policy decides."""

from dataclasses import replace

import pytest

from analytics.events import FlowsOffered, FlowStarted, HandedOff, NotUnderstood, SlotHeard
from bot.conversation import ActiveFlow, Conversation
from bot.policies.clarify import Clarify
from bot.policies.flows import Flows
from bot.policies.grounded import Grounded
from bot.policies.handover import Handover
from bot.policies.offers import Offers
from bot.policies.out_of_scope import OutOfScope
from bot.policies.refusals import Refusals
from bot.policies.rules import Rules
from bot.policies.small_talk import SmallTalk
from bot.policies.which_flow import WhichFlow
from nlu.understanding import Intent, Sentiment
from retrieval.answers import Answer
from tests.dialogue.conftest import MakeSituation

SUGGESTION = {"suggestion": {"sku": "X", "reason": {"en": "it fits", "zh": "合适"}}}


def test_the_assistant_is_silent_while_a_person_owns_the_conversation(situation: MakeSituation) -> None:
    decision = Rules().decide(situation("greet", conversation=Conversation("c", owner="person")))
    assert decision is not None
    assert decision.says == ()
    assert decision.waits


@pytest.mark.parametrize(
    ("intent", "wording", "reason"), [("contact_human_agent", "handover", "asked"), ("complaint", "apology_handover", "angry")]
)
def test_who_asks_for_a_person_or_complains_gets_one(situation: MakeSituation, intent: str, wording: str, reason: str) -> None:
    decision = Rules().decide(situation(intent))
    assert decision is not None
    assert [saying.key for saying in decision.says] == [wording]
    assert decision.events == (HandedOff(reason=reason),)


def test_a_payload_that_was_not_offered_is_only_text(situation: MakeSituation) -> None:
    assert situation(text="person").clicked == ""
    assert situation(text="person", conversation=Conversation("c", buttons=("person",))).clicked == "person"


def test_what_is_only_refused_is_said_not_to_be_done(situation: MakeSituation) -> None:
    said = situation("deny")
    assert Refusals().decide(said) is None
    refused = replace(said.understanding.requests[0], negated=True)
    decision = Refusals().decide(replace(said, understanding=replace(said.understanding, requests=(refused,))))
    assert decision is not None
    assert [saying.key for saying in decision.says] == ["nothing_done"]
    assert decision.action == ""


def test_small_talk_leaves_other_intents_alone(situation: MakeSituation) -> None:
    assert SmallTalk().decide(situation("track_order")) is None
    assert SmallTalk().decide(situation("thanks")) is not None


def test_an_article_is_given_only_when_it_is_sure_enough(situation: MakeSituation, answer: Answer) -> None:
    given = Grounded().decide(situation("warranty", answer=replace(answer, threshold=0.8)))
    assert given is not None
    assert given.says[0].data == {"article_id": "a", "version": "v1"}
    assert Grounded().decide(situation("warranty", answer=replace(answer, threshold=0.81))) is None


def test_what_looks_out_of_scope_needs_a_surer_article(situation: MakeSituation, answer: Answer) -> None:
    assert Grounded(strict=0.9).decide(situation(out_of_scope=True, answer=answer)) is None
    assert Grounded(strict=0.5).decide(situation(out_of_scope=True, answer=replace(answer, threshold=0.9))) is None


@pytest.mark.parametrize(("own", "said"), [(0.8, True), (0.81, False), (0.0, True)])
def test_an_article_of_which_more_is_asked_is_said_only_when_it_is_surer(
    situation: MakeSituation, answer: Answer, own: float, said: bool
) -> None:
    of_its_own = replace(answer, threshold=own)
    assert (Grounded().decide(situation("warranty", answer=of_its_own)) is not None) == said
    assert Grounded(strict=0.9).decide(situation(out_of_scope=True, answer=of_its_own)) is None


def test_out_of_scope_offers_a_person_only_the_second_time(situation: MakeSituation) -> None:
    first = OutOfScope().decide(situation(out_of_scope=True))
    second = OutOfScope().decide(situation(out_of_scope=True, conversation=Conversation("c", misunderstood=1)))
    assert first is not None
    assert second is not None
    assert first.says[0].buttons == ()
    assert [button.payload for button in second.says[0].buttons] == ["person"]


def test_at_most_three_articles_are_offered_and_a_way_out(situation: MakeSituation, answer: Answer) -> None:
    decision = Clarify(threshold=0.1).decide(situation("warranty", answer=answer))
    assert decision is not None
    assert [button.payload for button in decision.says[0].buttons] == ["article:a", "article:b", "article:c", "none"]
    assert decision.events == (NotUnderstood(articles=("a", "b", "c")),)


def test_of_several_likely_flows_one_is_chosen_once_in_a_row(situation: MakeSituation) -> None:
    said = situation("return_item", entities=(("order_id", "SK1"),))
    torn = tuple(Intent(name, share) for name, share in (("return_item", 0.4), ("change_order", 0.3), ("warranty", 0.2)))
    said = replace(said, understanding=replace(said.understanding, intents=torn))
    decision = WhichFlow().decide(said)
    assert decision is not None
    assert [button.payload for button in decision.says[0].buttons] == ["start:return_item", "start:change_order", "none"]
    assert FlowsOffered(flows=("return_item", "change_order"), entities=(("order_id", "SK1"),)) in decision.events
    assert WhichFlow().decide(replace(said, conversation=Conversation("c", misunderstood=1))) is None


def test_a_chosen_flow_knows_what_was_named_before(situation: MakeSituation) -> None:
    offered = Conversation("c", buttons=("start:return_item",), named=(("order_id", "SK1"), ("order_id", "SK2")))
    decision = Flows().decide(situation(payload="start:return_item", conversation=offered))
    assert decision is not None
    assert decision.events == (FlowStarted(flow="return_item"), SlotHeard(slot="order_id", value="SK1"))


def test_each_way_of_asking_back_is_taken_once_and_then_comes_a_person(situation: MakeSituation, answer: Answer) -> None:
    once = situation("warranty", answer=answer, conversation=Conversation("c", misunderstood=1))
    chosen = Clarify().decide(once)
    assert chosen is not None
    assert chosen.says[0].key == "did_you_mean"
    lost = situation("warranty", answer=answer, conversation=Conversation("c", misunderstood=1, chose=True))
    assert Clarify().decide(lost) is None
    assert Handover().decide(lost).events == (HandedOff(reason="not understood"),)


def test_a_content_customer_gets_a_suggestion_now_and_then(situation: MakeSituation) -> None:
    assert Offers().decide(situation("thanks", profile=SUGGESTION)) is not None
    offered_lately = Conversation("c", turns=9, last_offer=2)
    assert Offers(every=8).decide(situation("thanks", profile=SUGGESTION, conversation=offered_lately)) is None


@pytest.mark.parametrize("intent", ["thanks", "product_recommendation"])
def test_an_angry_customer_is_offered_nothing(situation: MakeSituation, intent: str) -> None:
    assert Offers().decide(situation(intent, profile={**SUGGESTION, "sentiment_trend": -0.6})) is None
    assert Offers().decide(situation(intent, profile=SUGGESTION, sentiment=Sentiment("negative", 0.9))) is None


def test_nothing_is_offered_in_the_middle_of_a_flow(situation: MakeSituation) -> None:
    busy = Conversation("c", flow=ActiveFlow("cancel_order", confirming=True))
    assert Offers().decide(situation("thanks", profile=SUGGESTION, conversation=busy)) is None
