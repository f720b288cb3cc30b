"""Whether a product is in stock."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, in_category, mentioned, names
from knowledge_base.products import Product

FEW = 5


class Availability(ShopAction):
    """Tells stock and price of the product that was named, or of up to three of the category."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the facts of the catalogue."""
        wanted = mentioned(tracker)[0]
        product = self.toolbox.products.get(wanted)
        found = [product] if product else in_category(self.toolbox.products, wanted)[:3]
        if not found:
            dispatcher.utter_message(response="not_in_catalogue")
        for product in found:
            dispatcher.utter_message(
                response="availability", name=names(product), availability=_stock(product), price=f"{product.price:.2f}"
            )
        return []


def _stock(product: Product) -> str:
    if product.stock == 0:
        return "word_sold_out"
    return "word_few_left" if product.stock < FEW else "word_in_stock"
