"""Where a refund is."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction
from bot.actions._money import money


class TrackRefund(ShopAction):
    """Tells whether money for the order in `order_id` is on its way back, or why not."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the wording of the refund's state."""
        order, refund = await self.order(tracker), self.toolbox.policies.refund
        facts = {"number": order.number, "days": str(refund.working_days)}
        if order.refund is None:
            kind = "refund_being_prepared" if order.state == "returned" else "refund_none"
            dispatcher.utter_message(response=kind, state=f"word_{order.state}", **facts)
            return []
        paid = order.refund.paid
        dispatcher.utter_message(
            response="refund_paid" if paid else "refund_on_its_way",
            amount=money(order.refund.amount, order.currency),
            opened=str(order.refund.opened),
            paid=str(paid),
            **facts,
        )
        return []
