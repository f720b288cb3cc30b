"""Things that the shop's customer service does not deal with."""

from dataclasses import dataclass

from analytics.events import NotUnderstood
from bot.messages import QuickReply
from bot.policies import Decision, Policy, Situation
from bot.replies import Saying


@dataclass(frozen=True)
class OutOfScope(Policy):
    """Says so politely; offers a person from the second time in a row."""

    def decide(self, situation: Situation) -> Decision | None:
        """Say that this is not the shop's business, or pass."""
        if not situation.understanding.out_of_scope or situation.clicked:
            return None
        again = situation.conversation.misunderstood > 0
        buttons = (QuickReply("button_person", "person"),) if again else ()
        return Decision("not the shop's business", (Saying("out_of_scope", buttons=buttons),), (NotUnderstood(),))
