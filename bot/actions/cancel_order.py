"""Cancelling an order, once."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions._performing import Performing
from bot.requests import Cancel, Request


class CancelOrder(Performing):
    """Cancels the order in the slot `order_id`; the customer has confirmed."""

    said = "cancelled"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """By the slots."""
        return [Cancel(tracker.get_slot("order_id"), tracker.get_slot("cause") or "")]
