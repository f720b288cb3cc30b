"""Whether the shop's policy still lets an order be cancelled."""

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction


class CheckCancellable(ShopAction):
    """Refuses, and says why, when the order in `order_id` is cancelled already or on its way."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Compare the order's state with the policy."""
        order = await asyncio.to_thread(self.toolbox.shop.order, tracker.get_slot("order_id"))
        policies = self.toolbox.policies
        if order.state in policies.cancellable_states:
            return []
        if order.state == "cancelled":
            dispatcher.utter_message(response="cancelled_already", number=order.number)
        else:
            days = policies.return_days
            dispatcher.utter_message(response="cancel_too_late", number=order.number, state=f"word_{order.state}", days=days)
        return [ActionExecutionRejected(self.name())]
