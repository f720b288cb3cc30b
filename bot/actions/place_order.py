"""Putting something in a basket that only has to be paid."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions import account
from bot.actions._performing import Performing
from bot.requests import Checkout, Request


class PlaceOrder(Performing):
    """Makes a basket of `quantity` of `product`."""

    said = "basket_ready"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """By the slots."""
        return [Checkout(tracker.get_slot("product"), int(tracker.get_slot("quantity")), account(tracker))]
