"""Where an order is."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction


class TrackOrder(ShopAction):
    """Tells the state of the order in the slot `order_id`."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the wording of the order's state."""
        order = await self.order(tracker)
        dispatcher.utter_message(
            response=f"state_{order.state}",
            number=order.number,
            carrier=order.carrier,
            tracking=order.tracking,
            expected=str(order.expected),
            delivered=str(order.delivered),
        )
        return []
