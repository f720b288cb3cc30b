"""Checking which product of an order is meant."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, language
from bot.actions._lines import titles
from bot.actions._named import stood_for, texts


class CheckItem(ShopAction):
    """Accepts `item` when it stands for products of the order, with others that were named beside it, or for all."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Find the products in the order; what it does not have is refused without a word, and asked for again."""
        order = await self.order(tracker)
        item = stood_for(order, tracker.get_slot("item"), texts(tracker), self.toolbox.products)
        if not item:
            return [SlotSet("item", None)]
        return [SlotSet("item", item), SlotSet("item_name", titles(order, item, self.toolbox.products, language(tracker)))]
