"""A suggestion out of the customer's profile."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, names, offer


class Suggest(ShopAction):
    """Suggests the profile's product while it is in stock."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the product and why it may suit."""
        suggestion = tracker.latest_message["metadata"]["suggestion"]
        product = self.toolbox.products.get(suggestion["sku"]) if suggestion else None
        if product is not None and product.stock > 0:
            dispatcher.utter_message(
                response="suggestion",
                name=names(product),
                reason=suggestion["reason"],
                price=f"{product.price:.2f}",
                json_message=offer(product, "profile"),
            )
        return []
