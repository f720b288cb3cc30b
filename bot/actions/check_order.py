"""Whether the shop has an order of the number that the customer gave."""

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction
from bot.errors import UnknownOrder


class CheckOrder(ShopAction):
    """Accepts `order_id` when the order exists, else explains and refuses it."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Look the order up."""
        number = tracker.get_slot("order_id")
        try:
            order = await asyncio.to_thread(self.toolbox.shop.order, number)
        except UnknownOrder:
            dispatcher.utter_message(response="order_unknown", number=number)
            return [SlotSet("order_id", None)]
        return [SlotSet("order_id", order.number)]
