"""Actions: rasa-sdk `Action`s, run in-process; the same folder can be served to a Rasa server.

An action says wordings (`dispatcher.utter_message(response=KEY, **variables)`) and returns rasa-sdk events. What they mean here:
`SlotSet(name, value)` accepts a value, `SlotSet(name, None)` refuses the one that was offered, and
`ActionExecutionRejected` says that the action may not be done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import ActionExecutor

from analytics.events import ActionTaken, Event, OfferShown, SlotFilled, SlotRejected
from bot.errors import ShopUnavailable
from bot.messages import Card
from bot.policies import Situation
from bot.replies import Saying
from bot.shops import Shop
from configs import plugins
from knowledge_base.policies import ShopPolicies
from knowledge_base.products import Product

FAMILY = "bot.actions"


@dataclass(frozen=True)
class Toolbox:
    """What actions work with."""

    shop: Shop
    policies: ShopPolicies
    products: Mapping[str, Product]


class ShopAction(Action):  # type: ignore[misc]
    """An action of this project: it gets the toolbox, and its name is that of its file behind `action_`."""

    def __init__(self, toolbox: Toolbox) -> None:
        self.toolbox = toolbox

    def name(self) -> str:
        """The name that flows and Rasa domains use."""
        return f"action_{type(self).__module__.rpartition('.')[2]}"


@dataclass(frozen=True)
class Outcome:
    """What an action said and what it made happen."""

    says: tuple[Saying, ...]
    events: tuple[Event, ...]


def key(tracker: Tracker) -> str:
    """The key under which an irreversible effect of this message happens once, however often it is tried."""
    return f"{tracker.sender_id}:{tracker.latest_message['message_id']}"


def entities(tracker: Tracker, kind: str) -> list[str]:
    """The normalised values of the message's entities of one type."""
    return [entity["value"] for entity in tracker.latest_message["entities"] if entity["entity"] == kind]


def mentioned(tracker: Tracker) -> list[str]:
    """SKUs and categories that the message names."""
    return entities(tracker, "product")


def in_category(products: Mapping[str, Product], category: str) -> list[Product]:
    """The category's products, latest first."""
    found = [product for product in products.values() if product.category == category]
    return sorted(found, key=lambda product: (product.released, product.sku), reverse=True)


def names(product: Product) -> dict[str, str]:
    """The product's name by language."""
    return {language: text.name for language, text in product.texts.items()}


def summaries(product: Product) -> dict[str, str]:
    """The product's summary by language."""
    return {language: text.summary for language, text in product.texts.items()}


def offer(product: Product, reason: str) -> dict[str, Any]:
    """What makes a saying an offer: it is logged as one, so that offers can be counted and spaced."""
    return {"data": {"sku": product.sku, "reason": reason}}


class Actions:
    """All actions of this folder, ready to run."""

    def __init__(self, toolbox: Toolbox) -> None:
        self._executor = ActionExecutor()
        for name in plugins.names(FAMILY):
            self._executor.register_action(plugins.find(ShopAction, FAMILY, name)(toolbox))

    async def run(self, name: str, arguments: Mapping[str, str], situation: Situation) -> Outcome:
        """Run the action `name` with `arguments` offered as slot values.

        Raises rasa_sdk.executor.ActionNotFoundException for an unknown name.
        """
        call = {
            "next_action": name,
            "sender_id": situation.conversation.id,
            "tracker": _tracker(situation, arguments),
            "domain": {},
        }
        try:
            result = await self._executor.run(call)
        except ShopUnavailable:
            says = (Saying("shop_unavailable"),)
            return Outcome(says, (_taken(name, "", "failed", arguments, says),))
        values = result.model_dump()
        return _outcome(name, arguments, situation, values["events"], values["responses"])


def _tracker(situation: Situation, arguments: Mapping[str, str]) -> dict[str, Any]:
    understanding = situation.understanding
    entities = [{"entity": entity.type, "value": entity.normalized} for entity in understanding.entities]
    return {
        "sender_id": situation.conversation.id,
        "slots": {**situation.conversation.slots, **arguments},
        "latest_message": {
            "text": situation.message.text,
            "message_id": situation.message.id,
            "intent": {"name": situation.intent, "confidence": understanding.intent.confidence},
            "entities": entities,
            "metadata": {"language": understanding.language, "suggestion": situation.profile.value("suggestion", situation.now)},
        },
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
    }


def _outcome(
    name: str, arguments: Mapping[str, str], situation: Situation, happened: list[dict[str, Any]], said: list[dict[str, Any]]
) -> Outcome:
    rejected = any(event["event"] == "action_execution_rejected" for event in happened)
    says = tuple(_saying(response) for response in said)
    key = f"{situation.conversation.id}:{situation.message.id}"
    events: list[Event] = [_taken(name, key, "rejected" if rejected else "done", arguments, says)]
    events += [_slot(event, arguments) for event in happened if event["event"] == "slot"]
    offers = (OfferShown(sku=saying.data["sku"], reason=saying.data["reason"]) for saying in says if "sku" in saying.data)
    return Outcome(says, (*events, *offers))


def _taken(name: str, key: str, outcome: str, arguments: Mapping[str, str], says: tuple[Saying, ...]) -> ActionTaken:
    said = tuple(saying.to_json() for saying in says)
    return ActionTaken(action=name, key=key, outcome=outcome, arguments=dict(arguments), says=said)


def _slot(event: Mapping[str, Any], arguments: Mapping[str, str]) -> Event:
    name, value = event["name"], event["value"]
    if value is None:
        return SlotRejected(slot=name, value=arguments.get(name, ""), reason="refused by its check")
    return SlotFilled(slot=name, value=str(value))


def _saying(response: Mapping[str, Any]) -> Saying:
    offer = response.get("custom") or {}
    known = {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}
    variables = {name: value for name, value in response.items() if name not in known}
    cards = tuple(Card(**card) for card in offer.get("cards", ()))
    return Saying(response["response"], variables, cards=cards, data=offer.get("data", {}))
