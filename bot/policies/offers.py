"""Products: stock and advice for whoever asks, a suggestion for whoever is content, nothing for somebody who is not."""

from dataclasses import dataclass

from analytics.events import AnswerGiven
from bot.policies import Decision, Policy, Situation
from bot.replies import Saying

SALES = ("product_availability", "product_comparison", "product_recommendation", "bundle_offer")


QUESTIONS = {"bundle_which": "bundle_offer", "compare_which": "product_comparison", "ask_need": "product_recommendation"}
"""What was asked for when we asked for a product, by our wording."""
ACTIONS = {
    "product_comparison": "action_compare",
    "bundle_offer": "action_bundle",
    "product_recommendation": "action_recommend",
}


@dataclass(frozen=True)
class Offers(Policy):
    """Uses the customer's profile.

    What is asked about products counts from the confidence `threshold` on, or `named` where a product is. No offer while the
    sentiment trend, from -1 to 1, is under `content_from`, and at most one of our own accord in `every` turns.
    """

    threshold: float = 0.6
    named: float = 0.4
    content_from: float = -0.2
    every: int = 8

    def decide(self, situation: Situation) -> Decision | None:
        """Tell stock, compare, advise or suggest, or pass."""
        if situation.clicked:
            return None
        if intent := awaited(situation) or (situation.intent if situation.intent in SALES else ""):
            return self._asked(intent, situation)
        idle = situation.conversation.flow is None
        if situation.intent == "thanks" and idle and self._content(situation) and self._due(situation):
            return Decision("content, and something may suit", (Saying("thanks"),), (AnswerGiven(),), "action_suggest")
        return None

    def _asked(self, intent: str, situation: Situation) -> Decision | None:
        """The facts of a product for whoever asks; what sounds like an offer only for somebody content."""
        named = bool(situation.understanding.values("product"))
        if situation.understanding.intent.confidence < (self.named if named else self.threshold) and not awaited(situation):
            return None
        if intent == "product_availability" and named:
            return Decision("asked for stock", events=(AnswerGiven(),), action="action_availability")
        action = ACTIONS.get(intent)
        allowed = intent == "product_comparison" or self._content(situation)
        return Decision(f"asked for {intent}", events=(AnswerGiven(),), action=action) if action and allowed else None

    def _content(self, situation: Situation) -> bool:
        trend = situation.profile.value("sentiment_trend", situation.now)
        return situation.understanding.sentiment.label != "negative" and (trend is None or trend >= self.content_from)

    def _due(self, situation: Situation) -> bool:
        last = situation.conversation.last_offer
        rested = last is None or situation.conversation.turns - last >= self.every
        return rested and situation.profile.value("suggestion", situation.now) is not None


def awaited(situation: Situation) -> str:
    """The intent for which a product was asked in the last reply, when the message names one, else ""."""
    return QUESTIONS.get(situation.conversation.last, "") if situation.understanding.values("product") else ""
