"""Whether an order is young enough for the price protection."""

from datetime import timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, moment


class CheckPriceWindow(ShopAction):
    """Refuses, and says why, what was bought too long ago."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Compare the purchase with the policy on price protection."""
        order, days = await self.order(tracker), self.toolbox.policies.price_protection.days
        if moment(tracker).date() <= order.placed + timedelta(days=days):
            return []
        dispatcher.utter_message(response="price_too_late", number=order.number, placed=str(order.placed), days=str(days))
        return self.rejected()
