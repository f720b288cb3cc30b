"""Greetings, thanks, goodbyes, and a yes or no that belongs to nothing."""

from dataclasses import dataclass

from analytics.events import AnswerGiven
from bot.policies import Decision, Policy, Situation
from bot.replies import Saying

WORDINGS = {
    "greet": "greet",
    "goodbye": "goodbye",
    "thanks": "thanks",
    "bot_challenge": "bot_challenge",
    "affirm": "what_else",
    "deny": "what_else",
}

COURTESIES = ("greet", "goodbye", "thanks", "bot_challenge")
"""Those that never answer a question of ours."""


@dataclass(frozen=True)
class SmallTalk(Policy):
    """Answers chat intents in kind when their confidence is at least `threshold`; a yes or no that nobody asked for `surely`."""

    threshold: float = 0.5
    surely: float = 0.8

    def decide(self, situation: Situation) -> Decision | None:
        """Say the wording of the intent, or pass."""
        unasked = situation.intent not in COURTESIES and not situation.conversation.buttons
        least = self.surely if unasked else self.threshold
        if situation.clicked or situation.intent not in WORDINGS or situation.understanding.intent.confidence < least:
            return None
        return Decision(f"small talk: {situation.intent}", (Saying(WORDINGS[situation.intent]),), (AnswerGiven(),))
