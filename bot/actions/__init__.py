"""Actions: rasa-sdk `Action`s. `bot.execution` runs them; the same folder can be served to a Rasa server.

An action says wordings (`dispatcher.utter_message(response=KEY, **variables)`) and returns rasa-sdk events. What they mean here:
`SlotSet(name, value)` accepts a value, `SlotSet(name, None)` refuses the one that was offered, and
`ActionExecutionRejected` says that the action may not be done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker

from bot.shops import Shop
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
