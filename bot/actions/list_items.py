"""What of an order the customer may mean."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, language
from bot.actions._lines import ALL, title
from bot.policies import CHOOSE


class ListItems(ShopAction):
    """Takes the only product of the order, or asks which one it is about."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Fill `item`, or offer the order's products as buttons."""
        order = await self.order(tracker)
        names = {line.sku: title(line, self.toolbox.products, language(tracker)) for line in order.lines}
        if len(names) == 1:
            return [SlotSet("item", *names), SlotSet("item_name", *names.values())]
        buttons = [{"title": name, "payload": CHOOSE + sku} for sku, name in names.items()]
        buttons.append({"title": "word_item_all", "payload": CHOOSE + ALL})
        dispatcher.utter_message(response="ask_item", number=order.number, buttons=buttons)
        return []
