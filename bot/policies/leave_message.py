"""A message for a person, left while nobody is there: how to reach the customer, then what they want to say."""

from dataclasses import dataclass

from analytics.events import Event, FlowEnded, FlowShelved, FlowStarted, MessageLeft, SlotAsked, SlotFilled
from bot.conversation import MESSAGE_FORM
from bot.policies import Decision, Policy, Situation
from bot.replies import Saying

LEAVE = "leave_message"
"""The payload of the button that begins it."""

REACH, TEXT = "reach", "message"


@dataclass(frozen=True)
class LeaveMessage(Policy):
    """Asks for an e-mail address or a phone number, `asks` times at most, and takes the next message as it is written."""

    asks: int = 2

    def decide(self, situation: Situation) -> Decision | None:
        """The form's next step, or None when it is not under way."""
        flow = situation.conversation.flow
        if situation.clicked == LEAVE:
            before = () if flow is None else (FlowShelved(flow=flow.name),)
            return _asked(REACH, 1, *before, FlowStarted(flow=MESSAGE_FORM))
        if flow is None or flow.name != MESSAGE_FORM:
            return None
        if situation.intent == "deny":
            return _ended("cancelled")
        if flow.asked == TEXT:
            left = MessageLeft(contact=situation.conversation.slots[REACH], text=situation.message.text)
            return Decision(
                "a message was left", (Saying("message_noted"),), (left, FlowEnded(flow=MESSAGE_FORM, outcome="left", keeps=()))
            )
        if contact := _contact(situation):
            return _asked(TEXT, 1, SlotFilled(slot=REACH, value=contact))
        return _asked(REACH, flow.attempts + 1) if flow.attempts < self.asks else _ended("failed")


def _contact(situation: Situation) -> str:
    understanding = situation.understanding
    return next(iter((*understanding.values("email"), *understanding.values("phone"))), "")


def _asked(slot: str, attempt: int, *before: Event) -> Decision:
    wording = f"ask_{slot}" if attempt == 1 else f"ask_{slot}_again"
    return Decision(f"{slot} is needed", (Saying(wording),), (*before, SlotAsked(flow=MESSAGE_FORM, slot=slot, attempt=attempt)))


def _ended(outcome: str) -> Decision:
    return Decision("no message", (Saying("flow_stopped"),), (FlowEnded(flow=MESSAGE_FORM, outcome=outcome, keeps=()),))
