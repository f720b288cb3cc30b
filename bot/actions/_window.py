"""Conditions of the form: the order was delivered, and not too long ago."""

from abc import abstractmethod
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction, moment
from bot.actions._windows import open_on


class Window(ShopAction):
    """Refuses, and says why, what was not delivered yet or more than `days` days ago."""

    @property
    @abstractmethod
    def days(self) -> int:
        """Days after the delivery."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Compare the order with the policy."""
        order = await self.order(tracker)
        if open_on(order, self.days, moment(tracker).date()):
            return []
        if order.delivered is None:
            dispatcher.utter_message(response="not_delivered_yet", number=order.number, state=f"word_{order.state}")
        else:
            dispatcher.utter_message(
                response="window_closed", number=order.number, delivered=str(order.delivered), days=str(self.days)
            )
        return self.rejected()
