"""Accepting what the customer gives, for slots that need no other check."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction


class Accept(ShopAction):
    """Refuses nothing: an offered value that no event is about is accepted."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say nothing of the value."""
        return []
