"""Advice on what to buy."""

from decimal import Decimal
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, entities, in_category, mentioned, names, offer, summaries
from knowledge_base.products import Product


class Recommend(ShopAction):
    """Recommends a product in stock of the category that was named, within the budget if one was."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say one product, or ask what it is for."""
        product = self._choose(tracker)
        if product is None:
            dispatcher.utter_message(response="ask_need")
            return []
        dispatcher.utter_message(
            response="recommendation",
            name=names(product),
            summary=summaries(product),
            price=f"{product.price:.2f}",
            json_message=offer(product, "asked for advice"),
        )
        return []

    def _choose(self, tracker: Tracker) -> Product | None:
        budget = min((_amount(value) for value in entities(tracker, "amount")), default=None)
        for wanted in mentioned(tracker):
            known = self.toolbox.products.get(wanted)
            fitting = [
                product
                for product in in_category(self.toolbox.products, known.category if known else wanted)
                if product.stock > 0 and (budget is None or product.price <= budget)
            ]
            if fitting:
                return fitting[0] if budget is None else max(fitting, key=lambda product: product.price)
        return None


def _amount(normalized: str) -> Decimal:
    return Decimal(normalized.split()[0])
