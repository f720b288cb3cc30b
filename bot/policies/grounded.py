"""Answers out of the shop's articles, and only when they are sure enough."""

from dataclasses import dataclass

from analytics.events import AnswerGiven
from bot.policies import Decision, Policy, Situation
from bot.replies import Saying
from retrieval.answers import ANSWER_ABOVE, Answer


def article(answer: Answer) -> Saying:
    """The article as it is written, with its id and version for whoever shows the source."""
    return Saying("article", {"text": answer.text}, data={"article_id": answer.article_id, "version": answer.version})


def least(answer: Answer) -> float:
    """How probable an article must be to be said."""
    return ANSWER_ABOVE if answer.threshold is None else answer.threshold


@dataclass(frozen=True)
class Grounded(Policy):
    """Gives the article that was found, or the one that was clicked.

    It must be as probable as its own threshold says, or the shop's for its language (`retrieval.answer_above` or the precision
    dial), and at least `strict` where the message looks as if it were none of the shop's business.
    """

    strict: float = 0.9

    def decide(self, situation: Situation) -> Decision | None:
        """Say the article, or pass."""
        answer = situation.answer
        if answer is None or answer.confidence < self._least(answer, situation.understanding.out_of_scope):
            return None
        because = f"{answer.article_id} answers with probability {answer.confidence:.2f}"
        return Decision(because, (article(answer),), (AnswerGiven(article_id=answer.article_id),))

    def _least(self, answer: Answer, out_of_scope: bool) -> float:
        return max(least(answer), self.strict) if out_of_scope else least(answer)
