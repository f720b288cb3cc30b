"""Whether the shop has the product that the customer wants."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, language


class CheckProduct(ShopAction):
    """Accepts `product` when it names one in stock; what was `looked_for` instead leads the next question."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Look the product up in the catalogue."""
        said = tracker.get_slot("product")
        product = self.toolbox.products.get(said)
        if product is None or product.stock == 0:
            return [SlotSet("product", None), SlotSet("looked_for", said)]
        return [SlotSet("product", product.sku), SlotSet("product_name", product.text(language(tracker)).name)]
