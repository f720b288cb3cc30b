"""Asking which of several things is to be done, when it is plain that one of them is meant."""

from dataclasses import dataclass

from analytics.events import FlowsOffered, NotUnderstood
from bot.flows import starting
from bot.messages import QuickReply
from bot.policies import START, Decision, Policy, Situation
from bot.policies.clarify import CHOICES, NONE_OF_THESE
from bot.replies import Saying
from nlu.understanding import Understanding


@dataclass(frozen=True)
class WhichFlow(Policy):
    """Offers the flows of the likeliest intents, each at least `each` likely and `together` probable, once in a row."""

    each: float = 0.12
    together: float = 0.6

    def decide(self, situation: Situation) -> Decision | None:
        """Ask which, or pass."""
        conversation, understanding = situation.conversation, situation.understanding
        if situation.clicked or conversation.misunderstood or conversation.flow is not None or not understanding.wanted:
            return None
        found = ((starting(one.name), one.confidence) for one in understanding.intents[:CHOICES] if one.confidence >= self.each)
        likely = [(flow.name, confidence) for flow, confidence in found if flow]
        flows = tuple(dict.fromkeys(name for name, _ in likely))
        if len(flows) < 2 or sum(confidence for _, confidence in likely) < self.together:
            return None
        buttons, offered = offer(flows, understanding)
        return Decision(f"one of {', '.join(flows)}", (Saying("which_flow", buttons=buttons),), (offered, NotUnderstood()))


def offer(flows: tuple[str, ...], understanding: Understanding) -> tuple[tuple[QuickReply, ...], FlowsOffered]:
    """The flows that may be meant, as buttons; what the message named is kept for the one that is clicked."""
    buttons = (*(QuickReply(f"start_{name}", START + name) for name in flows), QuickReply("button_none", NONE_OF_THESE))
    named = tuple((entity.type, entity.normalized) for entity in understanding.entities)
    return buttons, FlowsOffered(flows=flows, entities=named)
