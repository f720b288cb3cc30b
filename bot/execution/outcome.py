"""What an action said and did, out of rasa-sdk's answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from analytics.events import ActionTaken, Event, OfferShown
from bot.execution import happenings, responses
from bot.policies import Situation
from bot.replies import Saying

Result = Literal["done", "rejected", "failed"]
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Outcome:
    """What an action said and what it made happen; `followup` names the action that it wants to run next."""

    says: tuple[Saying, ...]
    events: tuple[Event, ...]
    followup: str = ""


def failed(name: str) -> Outcome:
    """The outcome of an action whose shop or server does not answer."""
    says = (Saying("shop_unavailable"),)
    return Outcome(says, (ActionTaken(action=name, key="", outcome="failed", says=_written(says)),))


def rejected(name: str, arguments: Mapping[str, str], situation: Situation) -> Outcome:
    """The outcome of an action that refused to run and said nothing."""
    says = (Saying("action_refused"),)
    ran = taken(name, "rejected", situation, arguments, says)
    return Outcome(says, (ran, *happenings.unsaid(arguments, (), False)))


def taken(
    name: str, result: Result, situation: Situation, arguments: Mapping[str, str] = NOTHING, says: Sequence[Saying] = ()
) -> ActionTaken:
    """The event of an action that ran with `arguments`; its key is that of `bot.actions.key`."""
    key = f"{situation.conversation.id}:{situation.message.id}"
    return ActionTaken(action=name, key=key, outcome=result, arguments=dict(arguments), says=_written(says))


def outcome(
    name: str,
    arguments: Mapping[str, str],
    situation: Situation,
    happened: Sequence[Mapping[str, Any]],
    said: Sequence[Mapping[str, Any]],
) -> Outcome:
    """What the events that `happened` and the responses that were `said` mean here."""
    kinds = [event["event"] for event in happened]
    refused = "action_execution_rejected" in kinds
    events = tuple(one for event in happened for one in happenings.mapped(event, name, arguments, situation.conversation))
    rest = happenings.unsaid(arguments, events, not refused)
    says = tuple(responses.saying(response, situation.conversation.slots) for response in (*said, *_uttered(happened)))
    ran = taken(name, "rejected" if refused else "done", situation, arguments, says)
    followup = next((event["name"] for event in happened if event["event"] == "followup"), "")
    return Outcome(says, (ran, *events, *rest, *_offers(says)), followup)


def _written(says: Sequence[Saying]) -> tuple[dict[str, Any], ...]:
    return tuple(saying.to_json() for saying in says)


def _uttered(happened: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for event in happened:
        if event["event"] == "bot" and event.get("text"):
            yield {**(event.get("data") or {}), "text": event["text"]}


def _offers(says: Sequence[Saying]) -> Iterator[OfferShown]:
    for saying in says:
        if "sku" in saying.data:
            yield OfferShown(sku=saying.data["sku"], reason=str(saying.data.get("reason", "")))
