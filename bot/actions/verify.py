"""Whether a customer is who they say they are."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from analytics.stores import Closed
from bot.actions import ACCOUNT, ShopAction, account


class Verify(ShopAction):
    """Accepts `contact` when it is the e-mail address, phone number or proven account of whoever the order belongs to."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Compare the contact with the order's; after too many wrong ones this way is closed for a while."""
        contact, proven = tracker.get_slot("contact"), account(tracker)
        if contact == proven:
            known = tracker.get_slot("order_id") is None or (await self.order(tracker)).customer == proven
            return [SlotSet("contact", proven if known else None)]
        try:
            customer = await self.toolbox.verifier.verify(tracker.get_slot("order_id"), _as_written(tracker), tracker.sender_id)
        except Closed:
            buttons = [{"title": "button_person", "payload": "person"}]
            dispatcher.utter_message(response="verification_closed", buttons=buttons)
            return self.rejected()
        if not customer:
            dispatcher.utter_message(response="contact_unknown", number=tracker.get_slot("order_id"))
            return [SlotSet("contact", None)]
        return [SlotSet("contact", customer), SlotSet(ACCOUNT, customer)]


def _as_written(tracker: Tracker) -> str:
    """The contact as the customer wrote it: whose country a number without a calling code is from, the order says."""
    contact = str(tracker.get_slot("contact"))
    return next(
        (str(one["text"]) for one in tracker.latest_message["entities"] if one["value"] == contact and one.get("text")), contact
    )
