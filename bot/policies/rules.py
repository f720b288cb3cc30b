"""People first: silent while a person owns the conversation, and a person for whoever asks for one or is angry."""

from dataclasses import dataclass

from analytics.events import HandedOff, SlotFilled
from bot.flows import find
from bot.policies import Decision, Policy, Situation, happened
from bot.policies._filling import answers
from bot.replies import Saying

PERSON = "person"


@dataclass(frozen=True)
class Rules(Policy):
    """Hands over on demand and, with an apology, on a complaint."""

    def decide(self, situation: Situation) -> Decision | None:
        """Stay silent, hand over, or pass."""
        if situation.conversation.owner == "person":
            return Decision("a person owns the conversation")
        if situation.clicked == PERSON or situation.intent == "contact_human_agent":
            return Decision("the customer asked for a person", (Saying("handover"),), (HandedOff(reason="asked"),))
        if situation.intent == "complaint" and not _answered(situation):
            return Decision("the customer complains", (Saying("apology_handover"),), (HandedOff(reason="angry"),))
        return None


def _answered(situation: Situation) -> bool:
    """Whether a message, be it ever so angry, picks one of the choices that it was asked for: "too small"."""
    active = situation.conversation.flow
    if happened(situation, SlotFilled):
        return True
    slot = answers(find(active.name), situation) if active else None
    return slot is not None and bool(slot.choices)
