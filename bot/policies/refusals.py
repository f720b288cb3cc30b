"""What the customer does not want done is not done, and said to be so."""

from dataclasses import dataclass

from analytics.events import AnswerGiven
from bot.policies import Decision, Policy, Situation
from bot.replies import Saying


@dataclass(frozen=True)
class Refusals(Policy):
    """Asks what is wanted instead when a message only refuses something or takes it back."""

    def decide(self, situation: Situation) -> Decision | None:
        """Say that nothing is done, or pass."""
        if situation.clicked or situation.understanding.wanted:
            return None
        return Decision(
            f"not wanted: {situation.understanding.requests[0].intent.name}", (Saying("nothing_done"),), (AnswerGiven(),)
        )
