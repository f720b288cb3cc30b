"""Products: stock and advice for whoever asks, a suggestion for whoever is content, nothing for somebody who is not."""

from dataclasses import dataclass

from analytics.events import AnswerGiven
from bot.policies import Decision, Policy, Situation
from bot.replies import Saying

SALES = ("product_availability", "product_comparison", "product_recommendation", "bundle_offer")


@dataclass(frozen=True)
class Offers(Policy):
    """Uses the customer's profile.

    No offer while the sentiment trend, from -1 to 1, is under `content_from`, and at most one of our own accord in `every` turns.
    """

    content_from: float = -0.2
    every: int = 8

    def decide(self, situation: Situation) -> Decision | None:
        """Tell stock, advise or suggest, or pass."""
        if situation.clicked:
            return None
        if situation.intent == "product_availability" and situation.understanding.values("product"):
            return Decision("asked for stock", events=(AnswerGiven(),), action="action_availability")
        if not self._content(situation):
            return None
        if situation.intent == "product_comparison":
            return Decision("asked for a comparison", events=(AnswerGiven(),), action="action_compare")
        if situation.intent == "bundle_offer":
            return Decision("asked for a set", events=(AnswerGiven(),), action="action_bundle")
        if situation.intent == "product_recommendation":
            return Decision("asked for advice", events=(AnswerGiven(),), action="action_recommend")
        idle = situation.conversation.flow is None
        if situation.intent == "thanks" and idle and self._due(situation):
            return Decision("content, and something may suit", (Saying("thanks"),), (AnswerGiven(),), "action_suggest")
        return None

    def _content(self, situation: Situation) -> bool:
        trend = situation.profile.value("sentiment_trend", situation.now)
        return situation.understanding.sentiment.label != "negative" and (trend is None or trend >= self.content_from)

    def _due(self, situation: Situation) -> bool:
        last = situation.conversation.last_offer
        rested = last is None or situation.conversation.turns - last >= self.every
        return rested and situation.profile.value("suggestion", situation.now) is not None
