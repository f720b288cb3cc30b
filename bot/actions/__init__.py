"""Actions: rasa-sdk `Action`s. `bot.execution` runs them; the same folder can be served to a Rasa server.

An action says wordings (`dispatcher.utter_message(response=KEY, **variables)`) and returns rasa-sdk events. What they mean here:
`SlotSet(name, value)` accepts a value, `SlotSet(name, None)` refuses the one that was offered, `SlotSet(ACCOUNT, customer)` says
who the customer has shown to be, `ActionExecutionRejected` that the action may not be done, and `ConversationPaused` that a
person has to decide.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected

from bot.orders import Order
from bot.requests import Receipt, Request
from bot.shops import Shop
from bot.verification import Verifier
from knowledge_base.policies import ShopPolicies
from knowledge_base.products import Product

FAMILY = "bot.actions"
ACCOUNT = "account"
"""The slot that stands for the shop's customer."""


@dataclass(frozen=True)
class Toolbox:
    """What actions work with."""

    shop: Shop
    verifier: Verifier
    policies: ShopPolicies
    products: Mapping[str, Product]


class ShopAction(Action):  # type: ignore[misc]
    """An action of this project: it gets the toolbox, and its name is that of its file behind `action_`."""

    def __init__(self, toolbox: Toolbox) -> None:
        self.toolbox = toolbox

    def name(self) -> str:
        """The name that flows and Rasa domains use."""
        return f"action_{type(self).__module__.rpartition('.')[2]}"

    async def order(self, tracker: Tracker) -> Order:
        """The order in the slot `order_id`; raises UnknownOrder or ShopUnavailable."""
        return await asyncio.to_thread(self.toolbox.shop.order, tracker.get_slot("order_id"))

    async def perform(self, request: Request, tracker: Tracker, part: str = "") -> Receipt:
        """Have the shop do something, once for this message and `part` of it; raises UnknownOrder or ShopUnavailable."""
        return await asyncio.to_thread(self.toolbox.shop.perform, request, f"{key(tracker)}{part}")

    def rejected(self) -> list[dict[str, Any]]:
        """What an action returns that may not be done."""
        return [ActionExecutionRejected(self.name())]


def key(tracker: Tracker) -> str:
    """The key under which an irreversible effect of this message happens once, however often it is tried."""
    return f"{tracker.sender_id}:{tracker.latest_message['message_id']}"


def moment(tracker: Tracker) -> datetime:
    """When the customer wrote, with its zone."""
    said = _metadata(tracker).get("now")
    return datetime.fromisoformat(said) if said else datetime.now(UTC)


def language(tracker: Tracker) -> str:
    """The language in which the customer is answered."""
    return str(_metadata(tracker).get("language") or "en")


def account(tracker: Tracker) -> str:
    """The shop's customer that this one has shown to be, else ""."""
    return str(_metadata(tracker).get("account") or "")


def clicked(tracker: Tracker) -> bool:
    """Whether a button was clicked, so that the text is the button's and not the customer's."""
    return bool(_metadata(tracker).get("clicked"))


def _metadata(tracker: Tracker) -> Mapping[str, Any]:
    """What this service says about a message; a Rasa server says nothing of it."""
    return tracker.latest_message.get("metadata") or {}


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
