"""Folding events into a conversation."""

from datetime import UTC, datetime

from analytics.events import (
    ConfirmationAsked,
    Event,
    FlowEnded,
    FlowStarted,
    HandedBack,
    HandedOff,
    MessageReceived,
    NotUnderstood,
    Recorded,
    ReplySent,
    RequestQueued,
    RequestResumed,
    SlotAsked,
    SlotFilled,
    SlotHeard,
    SlotRejected,
)
from bot.conversation import ActiveFlow, Conversation, fold
from bot.messages import QuickReply, Reply


def after(*happened: Event) -> Conversation:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    return fold(
        Conversation("c"),
        [Recorded(id=n, conversation="c", position=n, at=at, event=event) for n, event in enumerate(happened, start=1)],
    )


def message(text: str = "hi") -> MessageReceived:
    return MessageReceived(message_id="1", channel="test", customer="ann", text=text)


def test_position_is_that_of_the_last_event() -> None:
    assert after(message(), message()).position == 2


def test_a_slot_asked_twice_counts_its_attempts() -> None:
    conversation = after(
        FlowStarted(flow="f"), SlotAsked(flow="f", slot="s", attempt=1), SlotAsked(flow="f", slot="s", attempt=2)
    )
    assert conversation.flow == ActiveFlow("f", asked="s", attempts=2)


def test_a_refused_value_leaves_the_slot_empty_and_is_remembered_for_this_turn_only() -> None:
    refused = (FlowStarted(flow="f"), SlotFilled(slot="s", value="1"), SlotRejected(slot="s", value="2", reason="no"))
    assert after(*refused).tried == ("2",)
    assert "s" not in after(*refused).slots
    assert after(*refused, message()).tried == ()


def test_a_new_value_takes_a_confirmation_back() -> None:
    conversation = after(FlowStarted(flow="f"), ConfirmationAsked(flow="f", attempt=1), SlotFilled(slot="s", value="2"))
    assert conversation.flow == ActiveFlow("f")


def test_a_refused_value_takes_a_confirmation_back() -> None:
    refused = SlotRejected(slot="s", value="2", reason="no")
    conversation = after(FlowStarted(flow="f"), SlotFilled(slot="s", value="1"), ConfirmationAsked(flow="f", attempt=1), refused)
    assert conversation.flow == ActiveFlow("f")


def test_slots_outlive_their_flow() -> None:
    conversation = after(FlowStarted(flow="f"), SlotFilled(slot="s", value="1"), FlowEnded(flow="f", outcome="done"))
    assert conversation.flow is None
    assert conversation.slots == {"s": "1"}


def test_a_person_owns_the_conversation_until_it_is_handed_back() -> None:
    assert after(FlowStarted(flow="f"), HandedOff(reason="asked")).owner == "person"
    assert after(FlowStarted(flow="f"), HandedOff(reason="asked")).flow is None
    assert after(HandedOff(reason="asked"), HandedBack(agent="bo")).owner == "assistant"


def test_misunderstandings_in_a_row_are_counted_until_something_is_served() -> None:
    assert after(NotUnderstood(), NotUnderstood()).misunderstood == 2
    assert after(NotUnderstood(), FlowStarted(flow="f")).misunderstood == 0


def test_only_the_buttons_of_the_last_reply_can_be_clicked() -> None:
    first = ReplySent(reply_to="1", replies=(Reply("?", (QuickReply("Yes", "affirm"),)).to_json(),))
    second = ReplySent(reply_to="2", replies=(Reply("!").to_json(),))
    assert after(first).buttons == ("affirm",)
    assert after(first, second).buttons == ()


def queued(flow: str) -> RequestQueued:
    return RequestQueued(flow=flow, intent=flow, text=flow, entities=(("order_id", "SK1000001"),))


def test_requests_wait_in_their_order_until_they_are_resumed() -> None:
    both = (FlowStarted(flow="f"), queued("g"), queued("h"))
    assert [one.flow for one in after(*both).queue] == ["g", "h"]
    assert [one.flow for one in after(*both, FlowEnded(flow="f", outcome="done"), RequestResumed(flow="g")).queue] == ["h"]


def test_what_begins_in_another_way_does_not_wait_any_more() -> None:
    assert after(FlowStarted(flow="f"), queued("g"), FlowStarted(flow="g")).queue == ()


def test_a_person_takes_what_waits_along() -> None:
    assert after(FlowStarted(flow="f"), queued("g"), HandedOff(reason="asked")).queue == ()


def test_what_was_heard_too_early_is_used_up_once_the_slot_is_filled() -> None:
    begun = (FlowStarted(flow="return_item"), SlotHeard(slot="item", value="phones"))
    flow = after(*begun, SlotFilled(slot="item", value="NOVA-X5-128")).flow
    assert flow is not None
    assert flow.heard == {}


def test_a_known_value_named_again_keeps_the_confirmation_open() -> None:
    filled = SlotFilled(slot="item", value="NOVA-X5-128")
    asked = (FlowStarted(flow="return_item"), filled, ConfirmationAsked(flow="return_item", attempt=1))
    again = after(*asked, filled).flow
    other = after(*asked, SlotFilled(slot="item", value="SHELL-X5")).flow
    assert (again and again.confirming, other and other.confirming) == (True, False)
