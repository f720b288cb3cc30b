"""People first: silent while a person owns the conversation, and a person for whoever asks for one or is angry."""

import re
from dataclasses import dataclass

from analytics.events import HandedOff, HandoverWithdrawn, SlotFilled
from bot.conversation import MESSAGE_FORM
from bot.flows import find
from bot.policies import Decision, Policy, Situation, happened
from bot.policies._filling import answers
from bot.policies._phrases import brief
from bot.replies import Saying

PERSON = "person"
NO_PERSON = re.compile(
    r"(?:\bno longer need|\bdo(?:n'?t| not) (?:need|want)|\bno need (?:for|to (?:wait for|talk to|speak to))|\bnever mind)\s"
    r"(?:to (?:wait for|talk to|speak to) )?(?:a |an |the |your |any )?"
    r"(?:real )?(?:person|human|people|agent|colleague|representative|somebody|someone|anybody|anyone)\b"
    r"|(?:不用|不需要|无需|不要|取消|不必|不想)(?:再)?(?:等|找|转)?(?:接)?(?:真人|人工)",
    re.IGNORECASE,
)
"""That a person is no longer needed; in so many words, because a mere "never mind" may be said to the person."""


@dataclass(frozen=True)
class Rules(Policy):
    """Hands over on demand and, with an apology, on a complaint."""

    def decide(self, situation: Situation) -> Decision | None:
        """Stay silent, take the conversation back when no person is needed any more, hand over, or pass."""
        if situation.conversation.owner == "person":
            if NO_PERSON.search(situation.message.text):
                return Decision("no person is needed any more", (Saying("handover_withdrawn"),), (HandoverWithdrawn(),))
            return Decision("a person owns the conversation")
        asked = not situation.clicked and situation.intent == "contact_human_agent" and not _named(situation)
        if situation.clicked == PERSON or asked:
            return Decision("the customer asked for a person", (Saying("handover"),), (HandedOff(reason="asked"),))
        if not situation.clicked and situation.intent == "complaint" and not _chosen(situation):
            return Decision("the customer complains", (Saying("apology_handover"),), (HandedOff(reason="angry"),))
        return None


def _chosen(situation: Situation) -> bool:
    """Whether a message, be it ever so angry, picks one of the choices that it was asked for: "too small"."""
    active = situation.conversation.flow
    if active is None or active.name == MESSAGE_FORM:
        return False
    slot = answers(find(active.name), situation)
    return happened(situation, SlotFilled) or (slot is not None and bool(slot.choices))


def _named(situation: Situation) -> bool:
    """Whether the message is hardly more than such a choice: 个人 is no call for a person."""
    return brief(situation.understanding.text) and _chosen(situation)
