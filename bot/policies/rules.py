"""People first: silent while a person owns the conversation, and a person for whoever asks for one or is angry."""

from dataclasses import dataclass

from analytics.events import HandedOff, SlotFilled
from bot.flows import find
from bot.policies import Decision, Policy, Situation, happened
from bot.policies._filling import answers
from bot.policies._phrases import brief
from bot.replies import Saying

PERSON = "person"


@dataclass(frozen=True)
class Rules(Policy):
    """Hands over on demand and, with an apology, on a complaint."""

    def decide(self, situation: Situation) -> Decision | None:
        """Stay silent, hand over, or pass."""
        if situation.conversation.owner == "person":
            return Decision("a person owns the conversation")
        if _chosen(situation):
            return None
        if situation.clicked == PERSON or situation.intent == "contact_human_agent":
            return Decision("the customer asked for a person", (Saying("handover"),), (HandedOff(reason="asked"),))
        if situation.intent == "complaint":
            return Decision("the customer complains", (Saying("apology_handover"),), (HandedOff(reason="angry"),))
        return None


def _chosen(situation: Situation) -> bool:
    """Whether the message is hardly more than a choice that was asked for: 个人 is no call for a person."""
    active = situation.conversation.flow
    if active is None or not brief(situation.understanding.text):
        return False
    slot = answers(find(active.name), situation)
    return happened(situation, SlotFilled) or (slot is not None and bool(slot.choices))
