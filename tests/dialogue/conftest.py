"""Situations to decide in."""

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest

from analytics.profiles import Attribute, Profile
from bot.conversation import Conversation
from bot.messages import Message
from bot.policies import Situation
from nlu.understanding import Entity, Intent, Language, Sentiment, Understanding
from retrieval.answers import Answer, Hit

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
NEUTRAL = Sentiment("neutral", 0.9)
MakeSituation = Callable[..., Situation]


@pytest.fixture
def answer() -> Answer:
    hits = tuple(Hit(name, name.title(), 0.5, 0.5, 0.5) for name in ("b", "c", "d"))
    return Answer("a", "v1", "index-1", "A", "The answer.", 0.9, 0.8, hits)


@pytest.fixture
def situation() -> MakeSituation:
    """A situation, described by what matters in a test; everything else is unremarkable."""

    def make(
        intent: str = "greet",
        *,
        text: str = "hello",
        payload: str = "",
        entities: tuple[tuple[str, str], ...] = (),
        language: Language = "en",
        out_of_scope: bool = False,
        sentiment: Sentiment = NEUTRAL,
        conversation: Conversation | None = None,
        answer: Answer | None = None,
        profile: dict[str, object] | None = None,
    ) -> Situation:
        found = tuple(Entity(kind, value, 0, len(value), value) for kind, value in entities)
        vector = np.zeros(4, dtype=np.float32)
        understanding = Understanding(text, language, (Intent(intent, 0.9),), out_of_scope, sentiment, found, "m1", vector)
        attributes = {
            name: Attribute(value=value, event=1, source="t", confidence=1.0, at=NOW) for name, value in (profile or {}).items()
        }
        message = Message("1", "test:1", "ann", "test", text, payload)
        who = Profile(customer="ann", attributes=attributes)
        return Situation(message, understanding, conversation or Conversation("test:1"), who, answer, NOW)

    return make
