"""What sending something back means, said before it is confirmed."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction
from bot.actions._lines import chosen
from bot.actions._money import money
from bot.actions._windows import until
from bot.orders import Order

FREE = ("faulty", "wrong")


class ReturnTerms(ShopAction):
    """Says fee, refund and last day; refuses what is taken back only sealed, unless it is faulty or wrong."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Work out the terms by the policy on returns."""
        order, policy = await self.order(tracker), self.toolbox.policies.returning
        reason, item = tracker.get_slot("reason"), tracker.get_slot("item")
        name = tracker.get_slot("item_name")
        if reason not in FREE and self._sealed_only(order, item):
            dispatcher.utter_message(response="return_sealed_only", name=name)
        fees = {"faulty": policy.faulty_fee, "wrong": policy.wrong_fee}
        dispatcher.utter_message(
            response="return_terms",
            name=name,
            fee=money(fees.get(reason, policy.change_of_mind_fee), order.currency),
            amount=money(
                sum((line.price * line.quantity for line in chosen(order, item)), start=policy.wrong_fee * 0), order.currency
            ),
            until=str(until(order, policy.days)),
            days=str(self.toolbox.policies.refund.working_days),
        )
        return []

    def _sealed_only(self, order: Order, item: str) -> bool:
        """Whether a product is of a kind that is taken back only while its seal is whole."""
        policy, products = self.toolbox.policies.returning.sealed_only, self.toolbox.products
        found = [products[line.sku] for line in chosen(order, item) if line.sku in products]
        return any(set(policy.get(product.category, ())) & {str(value) for value in product.specs.values()} for product in found)
