"""A real action server of rasa-sdk with actions that know nothing of this project, and situations to act in."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from analytics.profiles import Profile
from bot.conversation import ActiveFlow, Conversation
from bot.messages import Message
from bot.policies import Situation
from configs.settings import ActionSettings
from nlu.understanding import Entity, Intent, Sentiment, Understanding
from tests.rasa_server import serve_actions

HERE = Path(__file__).parent
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def webhook() -> Iterator[str]:
    """Where the actions of `rasa_actions` are called."""
    yield from serve_actions(HERE, "rasa_actions", {})


@pytest.fixture
def configured() -> Callable[..., ActionSettings]:
    """Settings of an action server at a url."""

    def make(url: str, *, seconds: float = 30.0, deflate: bool = False) -> ActionSettings:
        return ActionSettings(url=url, timeout_seconds=seconds, run="missing", deflate=deflate)

    return make


@pytest.fixture
def situation() -> Situation:
    """A customer who has given an order's number while the flow that cancels is under way."""
    vector = np.zeros(2, np.float32)
    found = (Entity("order_id", "sk1", 10, 13, "SK1"),)
    understanding = Understanding(
        "cancel my sk1", "en", (Intent("cancel_order", 0.9),), False, Sentiment("neutral", 0.9), found, "m", vector
    )
    conversation = Conversation("test:1", flow=ActiveFlow("cancel_order", asked="order_id"), slots={"order_id": "SK1"})
    message = Message("m7", "test:1", "ann", "test", "cancel my sk1")
    return Situation(message, understanding, conversation, Profile(customer="ann"), None, NOW)
