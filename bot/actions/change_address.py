"""Delivering an order somewhere else."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions._performing import Performing
from bot.requests import Readdress, Request


class ChangeAddress(Performing):
    """Sends the order in `order_id` to `address`."""

    said = "address_changed"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """By the slots."""
        return [Readdress(tracker.get_slot("order_id"), tracker.get_slot("address"))]
