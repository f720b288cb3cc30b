"""Seats at readings, kept in the file that the variable BOOKINGS names; on Sundays nobody reads."""

import os
from pathlib import Path
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher


class BookReading(Action):  # type: ignore[misc]
    """Books a seat, once for each message that asks for it."""

    def name(self) -> str:
        return "action_book_reading"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        bookings = Path(os.environ["BOOKINGS"])
        with bookings.open("a", encoding="utf-8") as file:
            file.write(f"{tracker.get_slot('visitor_name')} {tracker.get_slot('reading_day')}\n")
        seat = str(len(bookings.read_text(encoding="utf-8").splitlines()))
        dispatcher.utter_message(response="utter_booked", seat=seat)
        return [SlotSet("seat", seat)]


class FindShop(Action):  # type: ignore[misc]
    """Says what else there is at the harbour."""

    def name(self) -> str:
        return "action_find_shop"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        dispatcher.utter_message(text="The café next door opens early.")
        return []


class ValidateReadingForm(FormValidationAction):  # type: ignore[misc]
    """Knows on which days somebody reads."""

    def name(self) -> str:
        return "validate_reading_form"

    def validate_reading_day(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        if value == "sunday":
            dispatcher.utter_message(text="Nobody reads on Sundays.")
            return {"reading_day": None}
        return {"reading_day": value}
