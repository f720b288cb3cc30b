"""Taking goods in for repair."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions._lines import chosen
from bot.actions._performing import Performing
from bot.requests import Repair, Request


class RepairItem(Performing):
    """Has what `item` stands for repaired."""

    said = "repair_booked"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """By the slots."""
        order, fault = await self.order(tracker), tracker.get_slot("fault")
        return [Repair(order.number, line.sku, fault) for line in chosen(order, tracker.get_slot("item"))]
