"""Paying back what a price has dropped."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions._lines import chosen
from bot.actions._performing import Performing
from bot.requests import ProtectPrice as Difference
from bot.requests import Request


class ProtectPrice(Performing):
    """Pays the difference for what `item` stands for."""

    said = "price_protected"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """By the slots."""
        order = await self.order(tracker)
        return [Difference(order.number, line.sku) for line in chosen(order, tracker.get_slot("item"))]
