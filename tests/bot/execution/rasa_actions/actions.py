"""One action for each thing that an action server can answer."""

import time
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker, events
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

Happened = list[dict[str, Any]]


class Show(Action):  # type: ignore[misc]
    """Says what it was sent."""

    def name(self) -> str:
        return "action_show"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Happened:
        message = tracker.latest_message
        seen = {
            "text": message["text"],
            "intent": message["intent"]["name"],
            "entity": next(tracker.get_latest_entity_values("order_id"), None),
            "slot": tracker.get_slot("order_id"),
            "channel": tracker.get_latest_input_channel(),
            "key": f"{tracker.sender_id}:{message['message_id']}",
            "form": (domain or {}).get("forms", {}).get("cancel_order"),
        }
        dispatcher.utter_message(
            text="gesehen 看到了",
            json_message=seen,
            image="https://shop.example/picture.png",
            buttons=[{"title": "Yes", "payload": "/affirm"}, {"title": "Mon", "payload": '/inform{"day": "mon"}'}],
        )
        return [events.SlotSet("seen", True)]


class Word(Action):  # type: ignore[misc]
    """Says a wording of ours, and one that there is not."""

    def name(self) -> str:
        return "action_word"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Happened:
        dispatcher.utter_message(response="order_unknown", number="SK1")
        dispatcher.utter_message(response="utter_nowhere_worded")
        return []


class Everything(Action):  # type: ignore[misc]
    """Returns every event that rasa-sdk has."""

    def name(self) -> str:
        return "action_everything"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Happened:
        from datetime import UTC, datetime

        return [
            events.SlotSet("size", "M"),
            events.SlotSet("order_id", None),
            events.SlotSet("requested_slot", "size"),
            events.AllSlotsReset(),
            events.BotUttered("said by an event"),
            events.ConversationPaused(),
            events.ConversationResumed(),
            events.UserUttered("hi"),
            events.Restarted(),
            events.SessionStarted(),
            events.SessionEnded(),
            events.UserUtteranceReverted(),
            events.ReminderScheduled("remind", datetime(2026, 6, 1, tzinfo=UTC)),
            events.ReminderCancelled("remind"),
            events.ActionReverted(),
            events.StoryExported(),
            events.ActionExecuted("action_listen"),
            events.AgentUttered("hello"),
            events.ActiveLoop(None),
            events.LoopInterrupted(True),
            events.FollowupAction("action_word"),
        ]


class Reject(Action):  # type: ignore[misc]
    """Refuses to run."""

    def name(self) -> str:
        return "action_reject"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Happened:
        raise ActionExecutionRejection(self.name())


class RejectByEvent(Action):  # type: ignore[misc]
    """Says no and returns the event of it."""

    def name(self) -> str:
        return "action_reject_by_event"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Happened:
        dispatcher.utter_message(text="not on Sundays")
        return [events.ActionExecutionRejected(self.name())]


class Break(Action):  # type: ignore[misc]
    """Fails."""

    def name(self) -> str:
        return "action_break"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Happened:
        raise ZeroDivisionError


class Sleep(Action):  # type: ignore[misc]
    """Takes longer than anybody waits."""

    def name(self) -> str:
        return "action_sleep"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Happened:
        time.sleep(1.0)
        return []


class ValidateCancelOrder(FormValidationAction):  # type: ignore[misc]
    """Validates the slot of our flow as Rasa's forms are validated."""

    def name(self) -> str:
        return "validate_cancel_order"

    def validate_order_id(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        if value.startswith("SK"):
            return {"order_id": value}
        dispatcher.utter_message(text=f"{value} is no number of ours")
        return {"order_id": None}
