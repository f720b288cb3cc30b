"""Actions on an unmodified action server of rasa-sdk, a process of its own."""

from collections.abc import AsyncIterator, Callable

import pytest
from structlog.testing import capture_logs

from analytics.events import ActionTaken, HandedBack, HandedOff, SlotFilled, SlotRejected
from bot import flows, replies
from bot.execution.domain import Domain
from bot.execution.outcome import Outcome
from bot.execution.remote import Remote
from bot.policies import Situation
from bot.replies import Saying
from configs.errors import ConfigurationError
from configs.settings import ActionSettings

pytestmark = pytest.mark.anyio
Configured = Callable[..., ActionSettings]
WORDING = replies.load()
DOMAIN = Domain.of(flows.load(), WORDING)


def taken(outcome: Outcome, action: str, result: str, key: str = "test:1:m7") -> ActionTaken:
    """The event of the action, with what it was offered and said."""
    happened = outcome.events[0]
    assert isinstance(happened, ActionTaken)
    assert len(happened.says) == len(outcome.says)
    return ActionTaken(action=action, key=key, outcome=result, arguments=happened.arguments, says=happened.says)


@pytest.fixture(params=[False, True], ids=["plain", "deflate"])
async def remote(webhook: str, configured: Configured, request: pytest.FixtureRequest) -> AsyncIterator[Remote]:
    made = Remote(configured(webhook, deflate=request.param), DOMAIN, WORDING)
    yield made
    await made.close()


async def test_an_action_sees_tracker_and_domain_as_rasa_sends_them(remote: Remote, situation: Situation) -> None:
    outcome = await remote.run("action_show", {}, situation)
    assert outcome.says[0].data["custom"] == {
        "text": "cancel my sk1",
        "intent": "cancel_order",
        "entity": "SK1",
        "slot": "SK1",
        "channel": "test",
        "key": "test:1:m7",
        "form": {"required_slots": ["order_id", "contact"]},
    }
    assert outcome.events == (
        taken(outcome, "action_show", "done"),
        SlotFilled(slot="seen", value="true"),
    )


async def test_texts_pictures_and_buttons_come_through(remote: Remote, situation: Situation) -> None:
    saying = (await remote.run("action_show", {}, situation)).says[0]
    reply = WORDING.reply(saying, "zh", 0)
    assert reply.text == "gesehen 看到了"
    assert reply.cards[0].image == "https://shop.example/picture.png"
    assert [(button.title, button.payload) for button in reply.quick_replies] == [("Yes", "affirm"), ("Mon", "Mon")]


async def test_a_server_that_has_forgotten_the_domain_is_told_it_again(
    webhook: str, configured: Configured, situation: Situation
) -> None:
    for told, form in ((Domain({"forms": {}}), None), (DOMAIN, {"required_slots": ["order_id", "contact"]})):
        remote = Remote(configured(webhook), told, WORDING)
        outcome = await remote.run("action_show", {}, situation)
        assert outcome.says[0].data["custom"]["form"] == form
        await remote.close()


async def test_a_wording_is_ours_and_an_unknown_one_is_left_out_with_a_warning(remote: Remote, situation: Situation) -> None:
    with capture_logs() as logs:
        outcome = await remote.run("action_word", {}, situation)
    assert [saying.key for saying in outcome.says] == ["order_unknown"]
    assert "SK1" in WORDING.reply(outcome.says[0], "zh", 0).text
    assert [entry["response"] for entry in logs] == ["utter_nowhere_worded"]


async def test_every_event_is_mapped_or_logged_by_its_name(remote: Remote, situation: Situation) -> None:
    with capture_logs() as logs:
        outcome = await remote.run("action_everything", {}, situation)
    assert outcome.events[1:] == (
        SlotFilled(slot="size", value="M"),
        SlotRejected(slot="order_id", value="", reason="refused by its check"),
        SlotRejected(slot="order_id", value="SK1", reason="all slots were reset"),
        HandedOff(reason="action_everything paused the conversation"),
        HandedBack(agent="action_everything"),
    )
    assert outcome.says == (Saying("article", {"text": "said by an event"}),)
    assert outcome.followup == "action_word"
    names = "user restart session_started session_ended rewind reminder cancel_reminder undo export action agent active_loop"
    assert [entry["event_name"] for entry in logs] == [*names.split(), "loop_interrupted"]


async def test_an_action_that_refuses_to_run_is_rejected(remote: Remote, situation: Situation) -> None:
    outcome = await remote.run("action_reject", {"order_id": "SK2"}, situation)
    assert outcome.says == (Saying("action_refused"),)
    assert outcome.events == (
        taken(outcome, "action_reject", "rejected"),
        SlotRejected(slot="order_id", value="SK2", reason="refused by its check"),
    )


async def test_a_rejection_as_an_event_keeps_what_was_said(remote: Remote, situation: Situation) -> None:
    outcome = await remote.run("action_reject_by_event", {}, situation)
    assert outcome.says == (Saying("article", {"text": "not on Sundays"}),)
    assert outcome.events == (taken(outcome, "action_reject_by_event", "rejected"),)


@pytest.mark.parametrize(("value", "accepted"), [("SK9", True), ("42", False)])
async def test_a_validation_of_rasas_forms_checks_a_slot(
    remote: Remote, situation: Situation, value: str, accepted: bool
) -> None:
    outcome = await remote.run("validate_cancel_order", {"order_id": value}, situation)
    decided = outcome.events[1]
    assert isinstance(decided, SlotFilled if accepted else SlotRejected)
    assert (decided.slot, decided.value) == ("order_id", value)
    assert bool(outcome.says) is not accepted


@pytest.mark.parametrize(
    ("action", "reason"), [("action_nowhere", "has no action 'action_nowhere'"), ("action_break", "the server answered")]
)
async def test_what_the_server_cannot_run_fails_with_the_reason_in_the_log(
    remote: Remote, situation: Situation, action: str, reason: str
) -> None:
    with capture_logs() as logs:
        outcome = await remote.run(action, {}, situation)
    assert outcome.says == (Saying("shop_unavailable"),)
    assert outcome.events == (taken(outcome, action, "failed", ""),)
    assert reason in logs[0]["reason"]


async def test_an_action_that_takes_too_long_has_failed(webhook: str, configured: Configured, situation: Situation) -> None:
    remote = Remote(configured(webhook, seconds=0.05), DOMAIN, WORDING)
    outcome = await remote.run("action_sleep", {}, situation)
    assert outcome.events == (taken(outcome, "action_sleep", "failed", ""),)
    await remote.close()


async def test_a_server_that_is_not_there_has_failed(configured: Configured, situation: Situation) -> None:
    remote = Remote(configured("http://127.0.0.1:9/webhook"), DOMAIN, WORDING)
    outcome = await remote.run("action_show", {}, situation)
    assert outcome.events == (taken(outcome, "action_show", "failed", ""),)
    await remote.close()


def test_an_address_that_is_none_is_refused(configured: Configured) -> None:
    with pytest.raises(ConfigurationError, match=r"bot\.actions\.url"):
        Remote(configured("http://a:b:c/"), DOMAIN, WORDING)
