"""Asking back: for other words, or which of three articles was meant; each only once before a person takes over."""

from dataclasses import dataclass

from analytics.events import NotUnderstood
from bot.messages import QuickReply
from bot.policies import ARTICLE, Decision, Policy, Situation
from bot.replies import Saying
from retrieval.answers import Answer

CHOICES = 3
NONE_OF_THESE = "none"


@dataclass(frozen=True)
class Clarify(Policy):
    """Offers what is probable enough (`threshold`), else asks for other words."""

    threshold: float = 0.15

    def decide(self, situation: Situation) -> Decision | None:
        """Ask back, or pass when that has been done."""
        answer, before = situation.answer, situation.conversation.misunderstood
        near = answer is not None and answer.confidence >= self.threshold
        if before > 1 or situation.conversation.chose or (before and not near):
            return None
        if answer is None or not near:
            return Decision("nothing near enough to offer", (Saying("rephrase"),), (NotUnderstood(),))
        saying, not_understood = offer(answer)
        return Decision("not sure enough to answer", (saying,), (not_understood,))


def offer(answer: Answer) -> tuple[Saying, NotUnderstood]:
    """The articles that may be meant, as buttons."""
    choices = [(answer.article_id, answer.title), *((hit.article_id, hit.title) for hit in answer.alternatives)][:CHOICES]
    buttons = (*(QuickReply(title, ARTICLE + name) for name, title in choices), QuickReply("button_none", NONE_OF_THESE))
    articles = tuple(name for name, _ in choices)
    return Saying("did_you_mean", buttons=buttons), NotUnderstood(articles=articles)
