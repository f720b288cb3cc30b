"""Cancelling an order, once."""

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, key
from bot.requests import Cancel


class CancelOrder(ShopAction):
    """Cancels the order in the slot `order_id`; the customer has confirmed."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Cancel and say so, or say why it was too late by now."""
        number = tracker.get_slot("order_id")
        receipt = await asyncio.to_thread(self.toolbox.shop.perform, Cancel(number), key(tracker))
        state = receipt.order.state if receipt.order else "placed"
        if receipt.done or state == "cancelled":
            dispatcher.utter_message(response="cancelled", number=number)
            return []
        days = self.toolbox.policies.return_days
        dispatcher.utter_message(response="cancel_too_late", number=number, state=f"word_{state}", days=days)
        return [ActionExecutionRejected(self.name())]
