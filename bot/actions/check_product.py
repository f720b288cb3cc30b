"""Whether the shop has the product that the customer wants."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, in_category, language, names
from bot.policies import CHOOSE

OFFERED = 4


class CheckProduct(ShopAction):
    """Accepts `product` when it names one in stock; of a category it offers some, and what is sold out is refused."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Look the product up in the catalogue."""
        said = tracker.get_slot("product")
        product = self.toolbox.products.get(said)
        if product is not None and product.stock > 0:
            return [SlotSet("product", product.sku), SlotSet("product_name", product.text(language(tracker)).name)]
        if product is not None:
            dispatcher.utter_message(response="product_sold_out", name=names(product))
        elif offered := [one for one in in_category(self.toolbox.products, said) if one.stock > 0][:OFFERED]:
            buttons = [{"title": one.text(language(tracker)).name, "payload": CHOOSE + one.sku} for one in offered]
            dispatcher.utter_message(response="which_product", buttons=buttons)
        else:
            dispatcher.utter_message(response="not_in_catalogue")
        return [SlotSet("product", None)]
