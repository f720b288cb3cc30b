"""Which product of the order the customer means."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, language
from bot.actions._lines import meant, titles


class CheckItem(ShopAction):
    """Accepts `item` when it stands for one product of the order, or for all."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Find the product in the order; what it does not have is refused without a word, and asked for again."""
        order = await self.order(tracker)
        item = meant(order, tracker.get_slot("item"), self.toolbox.products)
        if not item:
            return [SlotSet("item", None)]
        return [SlotSet("item", item), SlotSet("item_name", titles(order, item, self.toolbox.products, language(tracker)))]
