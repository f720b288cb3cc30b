"""Taking goods back."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions._lines import chosen
from bot.actions._performing import Performing
from bot.requests import Request, Return


class ReturnItem(Performing):
    """Takes back what `item` stands for, for the `reason` that was given."""

    said = "returned"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """By the slots."""
        order, reason = await self.order(tracker), tracker.get_slot("reason")
        payment = tracker.get_slot("payment") or ""
        return [Return(order.number, line.sku, reason, payment) for line in chosen(order, tracker.get_slot("item"))]
