"""Whether an address can be delivered to."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import ShopAction

SHORTEST = {"en": 12, "zh": 6}


class CheckAddress(ShopAction):
    """Accepts `address` when it is long enough to be one and names a number."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Look for a house number: letters alone are a place, not an address."""
        address = " ".join(str(tracker.get_slot("address")).split())
        chinese = any("\u4e00" <= letter <= "\u9fff" for letter in address)
        numbered = any(letter.isdigit() or letter in "一二三四五六七八九十" for letter in address)
        if numbered and len(address) >= SHORTEST["zh" if chinese else "en"]:
            return [SlotSet("address", address)]
        dispatcher.utter_message(response="address_incomplete")
        return [SlotSet("address", None)]
