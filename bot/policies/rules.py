"""People first: silent while a person owns the conversation, and a person for whoever asks for one or is angry."""

from dataclasses import dataclass

from analytics.events import HandedOff
from bot.policies import Decision, Policy, Situation
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
        if situation.intent == "complaint":
            return Decision("the customer complains", (Saying("apology_handover"),), (HandedOff(reason="angry"),))
        return None
