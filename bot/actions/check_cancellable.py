"""Whether the shop's policy still lets an order be cancelled."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction


class CheckCancellable(ShopAction):
    """Refuses, and says why, when the order in `order_id` is cancelled already or on its way."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Compare the order's state with the policy."""
        order, policies = await self.order(tracker), self.toolbox.policies
        if order.state in policies.cancellable_states:
            return []
        if order.state == "cancelled":
            dispatcher.utter_message(response="cancelled_already", number=order.number)
        else:
            days = policies.return_days
            dispatcher.utter_message(response="cancel_too_late", number=order.number, state=f"word_{order.state}", days=days)
        return self.rejected()
