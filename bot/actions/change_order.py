"""Changing what an order contains."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions._lines import chosen
from bot.actions._performing import Performing
from bot.requests import Change, Request


class ChangeOrder(Performing):
    """Adds, takes out, swaps or counts anew, as the slot `change` says."""

    said = "order_changed"

    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """By the slots."""
        number, item = tracker.get_slot("order_id"), tracker.get_slot("item") or ""
        skus = [line.sku for line in chosen(await self.order(tracker), item)]
        product, count = tracker.get_slot("product"), int(tracker.get_slot("count") or 1)
        match tracker.get_slot("change"):
            case "add":
                return [Change(number, product, count)]
            case "remove":
                return [Change(number, sku, 0) for sku in skus]
            case "swap":
                return [Change(number, product, count), *(Change(number, sku, 0) for sku in skus)]
        return [Change(number, sku, int(tracker.get_slot("quantity"))) for sku in skus]
