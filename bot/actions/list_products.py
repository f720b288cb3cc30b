"""What of the catalogue the customer may mean."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, in_category, language, mentioned, names
from bot.policies import CHOOSE
from knowledge_base.products import Product

OFFERED = 4


class ListProducts(ShopAction):
    """Asks for a product: out of the category that was named, or beside one that is sold out, with some in stock as buttons."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Ask, by what was mentioned."""
        said = next(iter(mentioned(tracker)), tracker.get_slot("looked_for") or "")
        sold_out = self.toolbox.products.get(said)
        if sold_out is not None:
            dispatcher.utter_message(response="product_sold_out", name=names(sold_out))
        offered = self._in_stock(sold_out.category if sold_out else said)
        if not offered:
            dispatcher.utter_message(response="ask_product")
            return []
        buttons = [{"title": one.text(language(tracker)).name, "payload": CHOOSE + one.sku} for one in offered]
        dispatcher.utter_message(response="which_product", buttons=buttons)
        return []

    def _in_stock(self, category: str) -> list[Product]:
        """The latest of a category."""
        return [one for one in in_category(self.toolbox.products, category) if one.stock > 0][:OFFERED]
