"""What a machine must not deal with: risky topics, anger that lasts, and valuable customers who are about to leave."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from analytics.events import HandedOff
from bot.policies import Decision, Policy, Situation
from bot.replies import Saying
from configs.errors import ConfigurationError

TOPICS = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class Risk(Policy):
    """Hands over by what was said, how, and by whom.

    `words` adds phrases to the risky topics of risk.toml, by topic, and `intents` are risky whatever the words. `displeased` is
    how many strongly negative messages in a row are too many. A customer whose profile has a `value` and a `churn` (shares of 1)
    from `value_from` and `churn_from` on is kept from leaving when they are displeased or say what one of `leaving` means.
    """

    words: dict[str, list[str]] = field(default_factory=dict, hash=False)
    intents: list[str] = field(default_factory=list, hash=False)
    displeased: int = 2
    value_from: float = 0.8
    churn_from: float = 0.6
    leaving: list[str] = field(default_factory=lambda: ["delete_account"], hash=False)

    def decide(self, situation: Situation) -> Decision | None:
        """Hand over, or pass; a person who has the conversation hears it anyway."""
        if situation.conversation.owner == "person":
            return None
        if topic := self._topic(situation):
            return _handed(f"risky: {topic}", "risky topic")
        if situation.conversation.displeased >= self.displeased:
            return _handed(f"strongly negative {situation.conversation.displeased} times", "angry")
        if self._worth_keeping(situation) and self._going(situation):
            return _handed("worth keeping, and about to leave", "valuable customer at risk")
        return None

    def _topic(self, situation: Situation) -> str:
        if situation.intent in self.intents:
            return situation.intent
        text = situation.understanding.text
        known = ((topic, (*phrases, *self.words.get(topic, ()))) for topic, phrases in topics().items())
        added = ((topic, tuple(phrases)) for topic, phrases in self.words.items() if topic not in topics())
        return next((topic for topic, phrases in (*known, *added) if _pattern(phrases).search(text)), "")

    def _worth_keeping(self, situation: Situation) -> bool:
        value, churn = (situation.profile.value(name, situation.now) for name in ("value", "churn"))
        return value is not None and churn is not None and value >= self.value_from and churn >= self.churn_from

    def _going(self, situation: Situation) -> bool:
        return situation.understanding.sentiment.label == "negative" or situation.intent in self.leaving


@cache
def topics(file: Path = TOPICS) -> dict[str, tuple[str, ...]]:
    """The phrases of each risky topic, in all languages; raises ConfigurationError."""
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file}: {error}") from None
    return {topic: tuple(phrase for phrases in languages.values() for phrase in phrases) for topic, languages in values.items()}


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """English phrases as whole words, Chinese ones wherever they are."""
    parts = (rf"(?<![A-Za-z0-9]){re.escape(one)}(?![A-Za-z0-9])" if one.isascii() else re.escape(one) for one in phrases)
    return re.compile("|".join(parts), re.IGNORECASE)


def _handed(because: str, reason: str) -> Decision:
    return Decision(because, (Saying("apology_handover"),), (HandedOff(reason=reason),))
