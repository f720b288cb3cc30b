"""Asking back: at most three articles that may have been meant, then other words, and only once in a row."""

from dataclasses import dataclass

from analytics.events import NotUnderstood
from bot.messages import QuickReply
from bot.policies import ARTICLE, Decision, Policy, Situation
from bot.replies import Saying

CHOICES = 3
NONE_OF_THESE = "none"


@dataclass(frozen=True)
class Clarify(Policy):
    """Offers what is probable enough (`threshold`), else asks for other words."""

    threshold: float = 0.15

    def decide(self, situation: Situation) -> Decision | None:
        """Ask back when the last message was understood, else pass."""
        if situation.conversation.misunderstood > 0:
            return None
        answer = situation.answer
        if answer is None or answer.confidence < self.threshold:
            return Decision("nothing near enough to offer", (Saying("rephrase"),), (NotUnderstood(),))
        choices = [(answer.article_id, answer.title), *((hit.article_id, hit.title) for hit in answer.alternatives)][:CHOICES]
        buttons = (*(QuickReply(title, ARTICLE + name) for name, title in choices), QuickReply("button_none", NONE_OF_THESE))
        articles = tuple(name for name, _ in choices)
        return Decision(
            "not sure enough to answer", (Saying("did_you_mean", buttons=buttons),), (NotUnderstood(articles=articles),)
        )
