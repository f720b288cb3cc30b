"""Changing where an order, or what is ordered from now on, goes."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions import account
from bot.actions._performing import Performing
from bot.requests import Move, Readdress, Request

ACCOUNT = "account"


class ChangeAddress(Performing):
    """Sends the order in `order_id` to `address`, or keeps it with the account, where the slot `place` says so."""

    said = "address_changed"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """By the slots."""
        if tracker.get_slot("place") == ACCOUNT:
            return [Move(account(tracker), tracker.get_slot("address"))]
        return [Readdress(tracker.get_slot("order_id"), tracker.get_slot("address"))]

    def wording(self, tracker: Tracker) -> str:
        """Of the order, or of the account."""
        return "account_address_changed" if tracker.get_slot("place") == ACCOUNT else self.said
