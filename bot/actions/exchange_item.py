"""Sending another unit, size or colour for what comes back."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions._lines import chosen
from bot.actions._performing import Performing
from bot.requests import Exchange, Request


class ExchangeItem(Performing):
    """Exchanges what `item` stands for, for what is `wanted`."""

    said = "exchanged"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """By the slots."""
        order, wanted = await self.order(tracker), tracker.get_slot("wanted")
        payment = tracker.get_slot("payment") or ""
        return [Exchange(order.number, line.sku, wanted, payment) for line in chosen(order, tracker.get_slot("item"))]
