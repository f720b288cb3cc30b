"""Actions that have the shop do one thing, and say what came of it."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import ConversationPaused
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction
from bot.actions._money import money
from bot.requests import Receipt, Request


class Performing(ShopAction):
    """Performs its `requests` and says the wording `said`, or why the shop refuses; what its system cannot do a person does.

    Of several, those that the shop does are done when it refuses another; the customer is told both.
    """

    said: ClassVar[str]

    @abstractmethod
    async def requests(self, tracker: Tracker) -> Sequence[Request]:
        """What is asked of the shop, by the slots."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Perform all; of those that are refused the first says why."""
        requests = await self.requests(tracker)
        receipts = [await self.perform(one, tracker, f"/{at}" if at else "") for at, one in enumerate(requests)]
        refused = [receipt.refusal for receipt in receipts if not receipt.done]
        if "unsupported" in refused:
            dispatcher.utter_message(response="handover")
            return [ConversationPaused()]
        facts = self._facts(tracker, receipts)
        if refused:
            dispatcher.utter_message(response=f"refused_{refused[0]}", **facts)
        if len(refused) == len(receipts):
            return self.rejected()
        dispatcher.utter_message(response=self.wording(tracker), **facts)
        return []

    def wording(self, tracker: Tracker) -> str:
        """What is said once it is done."""
        return self.said

    def _facts(self, tracker: Tracker, receipts: Sequence[Receipt]) -> dict[str, str]:
        """Everything that a wording may name."""
        amounts = [receipt.amount for receipt in receipts if receipt.amount is not None]
        known = next((receipt.order for receipt in receipts if receipt.order), None)
        policies = self.toolbox.policies
        return {
            **{name: str(value) for name, value in tracker.slots.items()},
            "reference": ", ".join(receipt.reference for receipt in receipts if receipt.reference),
            "link": next((receipt.link for receipt in receipts if receipt.link), ""),
            "amount": money(sum(amounts, start=policies.cancel.fee * 0), known.currency if known else policies.payment.currency),
            "days": str(policies.refund.working_days),
        }
