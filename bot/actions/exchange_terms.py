"""What an exchange means, said before it is confirmed."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction
from bot.actions._money import money
from bot.actions._windows import until


class ExchangeTerms(ShopAction):
    """Says the fee and the last day for sending the goods."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Work out the terms by the policy on exchanges."""
        order, policy = await self.order(tracker), self.toolbox.policies.exchange
        dispatcher.utter_message(
            response="exchange_terms",
            name=tracker.get_slot("item_name"),
            fee=money(policy.change_of_mind_fee, order.currency),
            until=str(until(order, policy.days)),
        )
        return []
