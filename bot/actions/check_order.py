"""Whether the shop has an order of the number that the customer gave."""

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
        try:
            order = await self.order(tracker)
        except UnknownOrder:
            dispatcher.utter_message(response="order_unknown", number=tracker.get_slot("order_id"))
            return [SlotSet("order_id", None)]
        return [SlotSet("order_id", order.number)]
