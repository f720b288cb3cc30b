"""The difference between two products."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, mentioned, names
from bot.actions._money import money
from bot.actions._specs import differences
from knowledge_base.products import Product

BOTH = 2


class Compare(ShopAction):
    """Tells how two products that were named differ in price and specifications, or asks which two."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the differences by the catalogue."""
        found = self._meant(mentioned(tracker))
        if len(found) < BOTH:
            dispatcher.utter_message(response="compare_which")
            return []
        first, second = found[:BOTH]
        currency = self.toolbox.policies.payment.currency
        dispatcher.utter_message(
            response="comparison",
            first=names(first),
            second=names(second),
            first_price=money(first.price, currency),
            second_price=money(second.price, currency),
            differences={language: differences(first, second, language) for language in ("en", "zh")},
        )
        return []

    def _meant(self, said: list[str]) -> list[Product]:
        """The products of those SKUs, each once."""
        return [self.toolbox.products[sku] for sku in dict.fromkeys(said) if sku in self.toolbox.products]
