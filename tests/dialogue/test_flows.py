"""Flows: what is asked, checked, confirmed and done, step by step."""

from dataclasses import replace
from pathlib import Path

import pytest

from analytics.events import ActionTaken, ConfirmationAsked, Event, FlowEnded, FlowStarted, HandedOff, SlotAsked, SlotFilled
from bot.conversation import ActiveFlow, Conversation
from bot.flows import check, load
from bot.policies import Decision, Situation
from bot.policies.flows import Flows
from configs.errors import ConfigurationError
from retrieval.answers import Answer
from tests.dialogue.conftest import MakeSituation

KNOWN = {"order_id": "SK1000001", "contact": "C1"}
ASKED = Conversation("c", flow=ActiveFlow("track_order", asked="order_id", attempts=1))
CONFIRMING = Conversation("c", flow=ActiveFlow("cancel_order", attempts=1, confirming=True), slots=KNOWN)


def decided(situation: Situation) -> Decision:
    decision = Flows().decide(situation)
    assert decision is not None
    return decision


def ended(flow: str, outcome: str) -> FlowEnded:
    return FlowEnded(flow=flow, outcome=outcome, keeps=("order_id",))


def with_events(situation: Situation, *happened: Event) -> Situation:
    return replace(situation, so_far=happened)


def test_an_intent_starts_its_flow(situation: MakeSituation) -> None:
    decision = decided(situation("track_order"))
    assert decision.events == (FlowStarted(flow="track_order"),)
    assert not decision.waits


def test_messages_without_a_flow_are_left_to_others(situation: MakeSituation) -> None:
    assert Flows().decide(situation("warranty")) is None


def test_what_is_missing_is_asked_for(situation: MakeSituation) -> None:
    started = situation("track_order", conversation=Conversation("c", flow=ActiveFlow("track_order")))
    decision = decided(with_events(started, FlowStarted(flow="track_order")))
    assert decision.events == (SlotAsked(flow="track_order", slot="order_id", attempt=1),)


def test_a_value_is_checked_before_it_counts(situation: MakeSituation) -> None:
    decision = decided(situation("affirm", entities=(("order_id", "SK1000001"),), conversation=ASKED))
    assert (decision.action, decision.arguments) == ("action_check_order", {"order_id": "SK1000001"})


def test_the_profile_fills_in_what_the_customer_did_not_say(situation: MakeSituation) -> None:
    started = situation(
        "track_order", conversation=Conversation("c", flow=ActiveFlow("track_order")), profile={"last_order": "SK1000009"}
    )
    assert decided(with_events(started, FlowStarted(flow="track_order"))).arguments == {"order_id": "SK1000009"}


def test_a_refused_value_is_asked_for_again_and_the_third_ends_with_a_person(situation: MakeSituation) -> None:
    refused = replace(ASKED, tried=("SK9",))
    again = decided(situation("track_order", entities=(("order_id", "SK9"),), conversation=refused))
    assert again.events == (SlotAsked(flow="track_order", slot="order_id", attempt=2),)
    last = replace(refused, flow=ActiveFlow("track_order", asked="order_id", attempts=3))
    over = decided(situation("track_order", entities=(("order_id", "SK9"),), conversation=last))
    assert [type(event) for event in over.events] == [FlowEnded, HandedOff]


def test_a_question_in_between_is_left_to_others_and_the_slot_asked_for_again(situation: MakeSituation, answer: Answer) -> None:
    between = situation("shipping_cost", answer=answer, conversation=ASKED)
    assert Flows().decide(between) is None
    reminder = Flows().remind(between)
    assert reminder is not None
    assert reminder.events == (SlotAsked(flow="track_order", slot="order_id", attempt=1),)


def test_never_mind_ends_the_flow(situation: MakeSituation) -> None:
    assert decided(situation("deny", conversation=ASKED)).events == (ended("track_order", "cancelled"),)


def test_another_request_takes_the_flow_over(situation: MakeSituation) -> None:
    assert decided(situation("cancel_order", conversation=ASKED)).events == (
        ended("track_order", "replaced"),
        FlowStarted(flow="cancel_order"),
    )


def test_nothing_irreversible_happens_without_a_yes(situation: MakeSituation) -> None:
    started = Conversation("c", flow=ActiveFlow("cancel_order"), slots=KNOWN)
    guarded = ActionTaken(action="action_check_cancellable", key="k", outcome="done")
    assert decided(situation("cancel_order", conversation=started)).action == "action_check_cancellable"
    asked = decided(with_events(situation("cancel_order", conversation=started), guarded))
    assert asked.events == (ConfirmationAsked(flow="cancel_order", attempt=1),)
    assert asked.action == ""


@pytest.mark.parametrize("intent", ["greet", "thanks"])
def test_a_courtesy_is_returned_and_the_confirmation_asked_for_again(situation: MakeSituation, intent: str) -> None:
    assert Flows().decide(situation(intent, conversation=CONFIRMING)) is None
    reminder = Flows().remind(situation(intent, conversation=CONFIRMING))
    assert reminder is not None
    assert reminder.events == (ConfirmationAsked(flow="cancel_order", attempt=1),)


@pytest.mark.parametrize("intent", ["out_of_scope", "warranty"])
def test_what_is_neither_yes_nor_no_is_asked_once_more_and_then_nothing_is_done(situation: MakeSituation, intent: str) -> None:
    again = decided(situation(intent, conversation=CONFIRMING))
    assert again.events == (ConfirmationAsked(flow="cancel_order", attempt=2),)
    twice = replace(CONFIRMING, flow=ActiveFlow("cancel_order", attempts=2, confirming=True))
    assert decided(situation(intent, conversation=twice)).events == (ended("cancel_order", "refused"),)


def test_a_yes_acts_and_a_no_does_not(situation: MakeSituation) -> None:
    assert decided(situation("affirm", conversation=CONFIRMING)).action == "action_cancel_order"
    no = decided(situation("deny", conversation=CONFIRMING))
    assert no.action == ""
    assert no.events == (ended("cancel_order", "refused"),)


@pytest.mark.parametrize(
    ("text", "intent", "acts"),
    [
        ("yes please cancel it", "cancel_order", True),
        ("好的，取消吧", "cancel_order", True),
        ("cancel it", "cancel_order", False),
        ("no, don't cancel it", "cancel_order", False),
        ("don't", "affirm", False),
        ("hm, why is that?", "affirm", False),
        ("那后来呢", "affirm", False),
        ("by all means", "affirm", True),
        ("不要取消", "cancel_order", False),
    ],
)
def test_a_repeated_request_confirms_only_with_a_yes_in_so_many_words(
    situation: MakeSituation, text: str, intent: str, acts: bool
) -> None:
    decision = decided(situation(intent, text=text, conversation=CONFIRMING))
    assert (decision.action == "action_cancel_order") is acts


def test_another_number_instead_of_a_yes_is_checked_first(situation: MakeSituation) -> None:
    decision = decided(situation("affirm", entities=(("order_id", "SK1000002"),), conversation=CONFIRMING))
    assert decision.action == "action_check_order"


def test_of_two_numbers_in_a_message_the_first_counts(situation: MakeSituation) -> None:
    known = Conversation("c", flow=ActiveFlow("track_order"), slots=KNOWN)
    two = situation("track_order", entities=(("order_id", "SK1000001"), ("order_id", "SK1000002")), conversation=known)
    assert decided(with_events(two, SlotFilled(slot="order_id", value="SK1000001"))).action == "action_track_order"


@pytest.mark.parametrize("text", ["yes, but don't cancel it", "好，不过先别取消"])
def test_a_refused_message_neither_starts_nor_confirms(situation: MakeSituation, text: str) -> None:
    said = situation("cancel_order", text=text, conversation=CONFIRMING)
    refused = replace(said.understanding.requests[0], negated=True)
    said = replace(said, understanding=replace(said.understanding, requests=(refused,)))
    assert decided(said).events == (ended("cancel_order", "refused"),)
    assert Flows().decide(replace(said, conversation=Conversation("c"))) is None


def test_a_flow_that_may_not_be_done_ends(situation: MakeSituation) -> None:
    refused = ActionTaken(action="action_check_cancellable", key="k", outcome="rejected")
    started = Conversation("c", flow=ActiveFlow("cancel_order"), slots=KNOWN)
    decision = decided(with_events(situation("cancel_order", conversation=started), refused))
    assert decision.events == (ended("cancel_order", "refused"),)


def test_a_flow_file_with_an_unknown_key_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "strange.toml").write_text('intents = ["x"]\naction = "a"\nslots = []\nconfrim = true\n')
    with pytest.raises(ConfigurationError, match=r"strange\.toml: confrim"):
        load(tmp_path)


def _collecting(folder: Path, entity: str) -> Path:
    slot = f'[[slots]]\nname = "member"\nentity = "{entity}"\ncheck = "action_check_member"\n'
    (folder / "join.toml").write_text(f'intents = ["create_account"]\naction = "action_join"\n{slot}')
    return folder


def test_a_slot_may_be_filled_by_a_pattern_of_the_shop(tmp_path: Path, situation: MakeSituation) -> None:
    check({"member_id"}, _collecting(tmp_path, "member_id"))
    assert situation(entities=(("member_id", "VIP123456"),)).understanding.values("member_id") == ("VIP123456",)


def test_a_slot_of_a_type_that_nobody_finds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigurationError, match=r"join\.toml: slots\.member\.entity: there is no entity type 'member_id'; there are: a"
    ):
        check((), _collecting(tmp_path, "member_id"))
