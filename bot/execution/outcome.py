"""What an action said and did, out of rasa-sdk's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.events import ActionTaken, CustomerVerified, Event, OfferShown, SlotFilled, SlotRejected
from bot.actions import ACCOUNT
from bot.messages import Card, QuickReply
from bot.policies import Situation
from bot.replies import Saying

KNOWN = {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}


@dataclass(frozen=True)
class Outcome:
    """What an action said and what it made happen."""

    says: tuple[Saying, ...]
    events: tuple[Event, ...]


def failed(name: str) -> Outcome:
    """The outcome of an action whose shop or server does not answer."""
    says = (Saying("shop_unavailable"),)
    return Outcome(says, (_taken(name, "", "failed", {}, says),))


def outcome(
    name: str,
    arguments: Mapping[str, str],
    situation: Situation,
    happened: Sequence[Mapping[str, Any]],
    said: Sequence[Mapping[str, Any]],
) -> Outcome:
    """What the events that `happened` and the responses that were `said` mean here."""
    key = f"{situation.conversation.id}:{situation.message.id}"
    says = tuple(_saying(response) for response in said)
    taken = _taken(name, key, _ending([event["event"] for event in happened]), arguments, says)
    slots = tuple(_slot(event, arguments) for event in happened if event["event"] == "slot")
    offers = (OfferShown(sku=saying.data["sku"], reason=saying.data["reason"]) for saying in says if "sku" in saying.data)
    return Outcome(says, (taken, *slots, *offers))


def _taken(name: str, key: str, outcome: str, arguments: Mapping[str, str], says: Sequence[Saying]) -> ActionTaken:
    said = tuple(saying.to_json() for saying in says)
    return ActionTaken(action=name, key=key, outcome=outcome, arguments=dict(arguments), says=said)


def _ending(kinds: Sequence[str]) -> str:
    if "action_execution_rejected" in kinds:
        return "rejected"
    return "person" if "pause" in kinds else "done"


def _slot(event: Mapping[str, Any], arguments: Mapping[str, str]) -> Event:
    name, value = event["name"], event["value"]
    if name == ACCOUNT:
        return CustomerVerified(account=str(value), by="contact")
    if value is None:
        return SlotRejected(slot=name, value=arguments.get(name, ""), reason="refused by its check")
    return SlotFilled(slot=name, value=str(value))


def _saying(response: Mapping[str, Any]) -> Saying:
    offer = response.get("custom") or {}
    variables = {name: value for name, value in response.items() if name not in KNOWN}
    cards = tuple(Card(**card) for card in offer.get("cards", ()))
    buttons = tuple(QuickReply(button["title"], button["payload"]) for button in response.get("buttons") or ())
    return Saying(response["response"], variables, buttons, cards, offer.get("data", {}))
