"""Asking which order is meant."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, account, language
from bot.actions._lines import ALL, titles
from bot.actions._named import named, texts
from bot.orders import Order
from bot.policies import CHOOSE
from knowledge_base.products import Product

MOST = 6  # buttons


class ListOrders(ShopAction):
    """Takes the customer's only order, or the only one with what was named, or asks which one it is.

    Somebody without a proven account is asked for its number.
    """

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Fill `order_id`, or offer the customer's orders as buttons."""
        customer, products = account(tracker), self.toolbox.products
        known = await asyncio.to_thread(self.toolbox.shop.orders, customer) if customer else ()
        orders = _fitting(known, texts(tracker), products)
        if not orders:
            dispatcher.utter_message(response="ask_order_id")
            return []
        if len(orders) == 1:
            return [SlotSet("order_id", orders[0].number)]
        said = {one.number: f"{one.number}: {titles(one, ALL, products, language(tracker))}" for one in orders[:MOST]}
        buttons = [{"title": title, "payload": CHOOSE + number} for number, title in said.items()]
        dispatcher.utter_message(response="which_order", buttons=buttons)
        return []


def _fitting(orders: Sequence[Order], spoken: Sequence[str], products: Mapping[str, Product]) -> Sequence[Order]:
    """The orders that have most of what was named; all where nothing was."""
    counts = {one.number: max(len(named(one, text, products)) for text in spoken) for one in orders}
    return [one for one in orders if counts[one.number] == max(counts.values())]
