"""What a repair costs, said before it is confirmed."""

from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, moment
from bot.actions._lines import chosen
from bot.actions._money import money
from bot.orders import Order


class RepairTerms(ShopAction):
    """Says whether the warranty covers it, what a look costs, and how long it takes."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Work out the terms by the policies on warranty and repair."""
        order, policy = await self.order(tracker), self.toolbox.policies.repair
        covered = order.delivered is not None and self._covered(order, tracker, order.delivered)
        least, most = policy.working_days
        dispatcher.utter_message(
            response="repair_under_warranty" if covered else "repair_with_quote",
            name=tracker.get_slot("item_name"),
            fee=money(policy.check_fee, order.currency),
            least=str(least),
            most=str(most),
        )
        return []

    def _covered(self, order: Order, tracker: Tracker, delivered: date) -> bool:
        """Whether everything that is meant is in its years of warranty."""
        policies, products = self.toolbox.policies, self.toolbox.products
        lines = chosen(order, tracker.get_slot("item"))
        years = [policies.warranty_years(products[line.sku].category) or 0 for line in lines if line.sku in products]
        age = (moment(tracker).date() - delivered).days
        return len(years) == len(lines) and all(age <= 365 * one for one in years)
