"""Reporting what is wrong with a delivery or a payment."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions._lines import ALL, SEVERAL
from bot.actions._performing import Performing
from bot.requests import Report as Fault
from bot.requests import Request


class Report(Performing):
    """Reports what the flow under way is about, with what the customer wants and said."""

    said = "reported"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """A report of each product, by the flow's name: missing_item is of the kind missing."""
        kind = str((tracker.active_loop or {}).get("name", "")).partition("_")[0]
        item = tracker.get_slot("item") or ""
        remedy = tracker.get_slot("remedy") or "check"
        skus = [""] if item == ALL else item.split(SEVERAL)
        number, words = tracker.get_slot("order_id"), tracker.get_slot("words") or ""
        return [Fault(number, kind, remedy, sku, words) for sku in skus]
