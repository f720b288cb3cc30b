"""Whether goods of an order can be repaired: the customer must have them."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction


class CheckRepairable(ShopAction):
    """Refuses, and says why, what was not delivered or has gone back."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Look at the order's state."""
        order = await self.order(tracker)
        if order.state == "delivered":
            return []
        kind = "not_delivered_yet" if order.delivered is None else "refused_state"
        dispatcher.utter_message(response=kind, number=order.number, state=f"word_{order.state}")
        return self.rejected()
