"""Asking which product of an order is meant."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, language
from bot.actions._lines import ALL, SEVERAL, title, titles
from bot.actions._named import named, texts
from bot.policies import CHOOSE


class ListItems(ShopAction):
    """Takes the only product of the order, or those that were named, or asks which one it is about."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Fill `item`, or offer the order's products as buttons."""
        order, products = await self.order(tracker), self.toolbox.products
        names = {line.sku: title(line, products, language(tracker)) for line in order.lines}
        said = next((found for text in texts(tracker) if (found := named(order, text, products))), [])
        item = SEVERAL.join(names if len(names) == 1 else said)
        if item:
            return [SlotSet("item", item), SlotSet("item_name", titles(order, item, products, language(tracker)))]
        buttons = [{"title": name, "payload": CHOOSE + sku} for sku, name in names.items()]
        buttons.append({"title": "word_item_all", "payload": CHOOSE + ALL})
        dispatcher.utter_message(response="ask_item", number=order.number, buttons=buttons)
        return []
