"""rasa-sdk's events as ours; those that mean nothing here are logged by their name."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import structlog

from analytics.events import CustomerVerified, Event, HandedBack, HandedOff, SlotFilled, SlotRejected
from bot.actions import ACCOUNT
from bot.conversation import Conversation

_ELSEWHERE = {"action_execution_rejected", "followup", "bot"}  # an outcome says them in another way
_ASKED = "requested_slot"  # flows know by themselves what to ask for

log = structlog.get_logger(__name__)


def mapped(event: Mapping[str, Any], action: str, arguments: Mapping[str, str], conversation: Conversation) -> Iterator[Event]:
    """Yield what one event of an `action` means here."""
    kind = event["event"]
    if kind == "slot":
        yield from _slot(event["name"], event.get("value"), arguments, conversation)
    elif kind == "reset_slots":
        for name, value in conversation.slots.items():
            yield SlotRejected(slot=name, value=value, reason="all slots were reset")
    elif kind == "pause":
        yield HandedOff(reason=f"{action} paused the conversation")
    elif kind == "resume":
        yield HandedBack(agent=action)
    elif kind not in _ELSEWHERE:
        log.warning("action_event_without_meaning", action=action, event_name=kind)


def unsaid(arguments: Mapping[str, str], events: Sequence[Event], accepted: bool) -> Iterator[Event]:
    """Yield what becomes of offered values that no event is about: they are accepted, or refused with their action."""
    decided = {event.slot for event in events if isinstance(event, SlotFilled | SlotRejected)}
    for name, value in arguments.items():
        if name not in decided:
            yield SlotFilled(slot=name, value=value) if accepted else _refused(name, value)


def _slot(name: str, value: Any, arguments: Mapping[str, str], conversation: Conversation) -> Iterator[Event]:
    if name == _ASKED:
        return
    if name == ACCOUNT:
        yield CustomerVerified(account=str(value), by="contact")
    elif value is not None:
        yield SlotFilled(slot=name, value=value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    elif name in arguments or name in conversation.slots:
        yield _refused(name, arguments.get(name, ""))


def _refused(name: str, value: str) -> SlotRejected:
    return SlotRejected(slot=name, value=value, reason="refused by its check")
