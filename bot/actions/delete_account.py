"""Deleting a customer's account."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions import account
from bot.actions._performing import Performing
from bot.requests import DeleteAccount as Deletion
from bot.requests import Request


class DeleteAccount(Performing):
    """Deletes the account that the customer has shown to be theirs."""

    said = "account_deleted"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """By the slots."""
        return [Deletion(account(tracker) or tracker.get_slot("contact"))]
