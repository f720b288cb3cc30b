"""Answers out of the shop's articles, and only when they are sure enough."""

from dataclasses import dataclass

from analytics.events import AnswerGiven
from bot.policies import Decision, Policy, Situation
from bot.replies import Saying
from retrieval.answers import Answer


def article(answer: Answer) -> Saying:
    """The article as it is written, with its id and version for whoever shows the source."""
    return Saying("article", {"text": answer.text}, data={"article_id": answer.article_id, "version": answer.version})


@dataclass(frozen=True)
class Grounded(Policy):
    """Gives the article that was found, or the one that was clicked.

    `threshold` is the least probability of being right, unless the article has one of its own; `strict` the least where the
    message looks as if it were none of the shop's business.
    """

    threshold: float = 0.55
    strict: float = 0.9

    def decide(self, situation: Situation) -> Decision | None:
        """Say the article, or pass."""
        answer = situation.answer
        if answer is None or answer.confidence < self._least(answer, situation.understanding.out_of_scope):
            return None
        because = f"{answer.article_id} answers with probability {answer.confidence:.2f}"
        return Decision(because, (article(answer),), (AnswerGiven(article_id=answer.article_id),))

    def _least(self, answer: Answer, out_of_scope: bool) -> float:
        own = self.threshold if answer.threshold is None else answer.threshold
        return max(own, self.strict) if out_of_scope else own
