"""Whether there is something to be paid back for."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions._money import money
from bot.actions.check_returnable import CheckReturnable


class CheckRefundable(CheckReturnable):
    """Refuses when a refund is under way, when the order can still be cancelled, or when it is too late for a return."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say which way leads to the money, if not this one."""
        order = await self.order(tracker)
        if order.refund is not None:
            amount = money(order.refund.amount, order.currency)
            dispatcher.utter_message(response="refund_under_way", number=order.number, amount=amount)
            return self.rejected()
        if order.state in self.toolbox.policies.cancellable_states:
            dispatcher.utter_message(response="refund_by_cancelling", number=order.number)
            return self.rejected()
        return await super().run(dispatcher, tracker, domain)
