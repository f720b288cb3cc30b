"""Whether the contents and the address of an order may still be changed."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction


class CheckChangeable(ShopAction):
    """Refuses, and says why, when the order is packed or on its way."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Compare the order's state with the policy."""
        order = await self.order(tracker)
        if order.state in self.toolbox.policies.change_states:
            return []
        kind = "cancelled_already" if order.state == "cancelled" else "change_too_late"
        dispatcher.utter_message(response=kind, number=order.number, state=f"word_{order.state}")
        return self.rejected()
