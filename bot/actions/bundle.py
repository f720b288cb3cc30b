"""A set that costs less than its parts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, in_category, mentioned, offer
from bot.actions._money import money
from knowledge_base.policies import BundleRule
from knowledge_base.products import Product

CENT = Decimal("0.01")


class Bundle(ShopAction):
    """Puts what goes with the product that was named into a set, by the shop's rules, and says its price."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say one set, or ask for which product."""
        found = next(filter(None, map(self._bundle, mentioned(tracker))), None)
        if found is None:
            dispatcher.utter_message(response="bundle_which")
            return []
        rule, parts = found
        full = sum((part.price for part in parts), start=Decimal(0))
        price, currency = self._price(rule, parts), self.toolbox.policies.payment.currency
        dispatcher.utter_message(
            response="bundle",
            names={language: self._joined(parts, language) for language in ("en", "zh")},
            price=money(price, currency),
            saved=money(full - price, currency),
            json_message=offer(parts[0], "asked for a set"),
        )
        return []

    def _bundle(self, said: str) -> tuple[BundleRule, Sequence[Product]] | None:
        """The first rule that the product falls under, and what it is sold with."""
        products = self.toolbox.products
        chosen = products.get(said) or next((one for one in in_category(products, said) if one.stock > 0), None)
        for rule in self.toolbox.policies.bundle.rules if chosen else ():
            if chosen and chosen.category in rule.categories:
                others = (self._companion(chosen, category) for category in rule.categories if category != chosen.category)
                if parts := [one for one in others if one]:
                    return rule, [chosen, *parts]
        return None

    def _companion(self, product: Product, category: str) -> Product | None:
        """The cheapest in stock of a category that goes with the product."""
        fitting = [
            one
            for one in in_category(self.toolbox.products, category)
            if one.stock > 0 and (product.sku in one.fits or one.sku in product.fits)
        ]
        return min(fitting, key=lambda one: (one.price, one.sku), default=None)

    def _price(self, rule: BundleRule, parts: Sequence[Product]) -> Decimal:
        share = 1 - rule.percent_off / 100
        return sum((part.price * (share if part.category in rule.on else 1) for part in parts), start=Decimal(0)).quantize(CENT)

    def _joined(self, parts: Sequence[Product], language: str) -> str:
        return ("、" if language == "zh" else ", ").join(part.text(language).name for part in parts)
