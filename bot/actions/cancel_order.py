"""Cancelling an order, once."""

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, key


class CancelOrder(ShopAction):
    """Cancels the order in the slot `order_id`; the customer has confirmed."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Cancel and say so, or say why it was too late by now."""
        order = await asyncio.to_thread(self.toolbox.shop.cancel, tracker.get_slot("order_id"), key(tracker))
        if order.state == "cancelled":
            dispatcher.utter_message(response="cancelled", number=order.number)
            return []
        days = self.toolbox.policies.return_days
        dispatcher.utter_message(response="cancel_too_late", number=order.number, state=f"word_{order.state}", days=days)
        return [ActionExecutionRejected(self.name())]
