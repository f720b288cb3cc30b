"""Products: stock and advice for whoever asks, a suggestion for whoever is content, nothing for somebody who is not."""

from dataclasses import dataclass

from analytics.events import AnswerGiven
from bot.policies import Decision, Policy, Situation
from bot.replies import Saying

SALES = ("product_availability", "product_comparison", "product_recommendation", "bundle_offer")


ACTIONS = {
    "product_comparison": "action_compare",
    "bundle_offer": "action_bundle",
    "product_recommendation": "action_recommend",
}


@dataclass(frozen=True)
class Offers(Policy):
    """Uses the customer's profile.

    What is asked about products counts from the confidence `threshold` on. No offer while the sentiment trend, from -1 to 1, is
    under `content_from`, and at most one of our own accord in `every` turns.
    """

    threshold: float = 0.6
    content_from: float = -0.2
    every: int = 8

    def decide(self, situation: Situation) -> Decision | None:
        """Tell stock, compare, advise or suggest, or pass."""
        if situation.clicked:
            return None
        if situation.intent in SALES:
            return self._asked(situation)
        idle = situation.conversation.flow is None
        if situation.intent == "thanks" and idle and self._content(situation) and self._due(situation):
            return Decision("content, and something may suit", (Saying("thanks"),), (AnswerGiven(),), "action_suggest")
        return None

    def _asked(self, situation: Situation) -> Decision | None:
        """The facts of a product for whoever asks; what sounds like an offer only for somebody content."""
        if situation.understanding.intent.confidence < self.threshold:
            return None
        if situation.intent == "product_availability" and situation.understanding.values("product"):
            return Decision("asked for stock", events=(AnswerGiven(),), action="action_availability")
        action = ACTIONS.get(situation.intent)
        allowed = situation.intent == "product_comparison" or self._content(situation)
        return Decision(f"asked for {situation.intent}", events=(AnswerGiven(),), action=action) if action and allowed else None

    def _content(self, situation: Situation) -> bool:
        trend = situation.profile.value("sentiment_trend", situation.now)
        return situation.understanding.sentiment.label != "negative" and (trend is None or trend >= self.content_from)

    def _due(self, situation: Situation) -> bool:
        last = situation.conversation.last_offer
        rested = last is None or situation.conversation.turns - last >= self.every
        return rested and situation.profile.value("suggestion", situation.now) is not None
