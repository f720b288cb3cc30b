"""Sending an invoice."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions._performing import Performing
from bot.requests import Invoice, Request


class SendInvoice(Performing):
    """Has the invoice of the order in `order_id` sent to `email`."""

    said = "invoice_sent"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """By the slots."""
        title = tracker.get_slot("company") or tracker.get_slot("title")
        number, email = tracker.get_slot("order_id"), tracker.get_slot("email")
        return [Invoice(number, title, email, tracker.get_slot("tax_number") or "")]
