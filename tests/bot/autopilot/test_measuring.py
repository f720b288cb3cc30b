"""The gate on a real log: it opens as evidence comes in, closes as it turns, and replays as it stood."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analytics.events import AnswerGiven, FeedbackGiven, HandedOff
from analytics.stores.opening import Stores, open_stores
from bot.autopilot.gate import Gate, Measured
from bot.autopilot.measuring import Measuring
from bot.dialogue import Dialogue, Parts
from bot.messages import Message
from bot.policies import Policy
from bot.replies import load
from bot.turns import stored
from bot.turns.comparison import compared
from bot.turns.replaying import replayed
from configs import plugins
from configs.settings import AutopilotSettings
from configs.settings import load as settings
from nlu.language import language_of
from nlu.understanding import Intent, Sentiment, Understanding, Vector
from retrieval.answers import Answer
from tests.analytics.autopilot.conftest import wrote
from tests.bot.handover.serving import NoActions

pytestmark = pytest.mark.anyio

QUESTION = {"en": "how long is the warranty?", "zh": "保修多久？"}
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])
MakeParts = Callable[..., Parts]


class Guarantee:
    """A knowledge base of one article."""

    def answer(self, text: str, vector: Vector, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        """Find it."""
        return Answer("guarantee", "v1", "index-1", "Guarantee", "Two years.", 0.9, 0.8, ())

    def article(self, article_id: str, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        """Have nothing else."""
        return None


class Warranty:
    """Takes everything for a question about the warranty."""

    answerer = Guarantee()

    async def understand(self, text: str) -> Understanding:
        """Understand `text`."""
        vector, tone = np.zeros(2, np.float32), Sentiment("neutral", 0.9)
        return Understanding(text, language_of(text), (Intent("warranty", 0.9),), False, tone, (), "table", vector)


@dataclass(frozen=True)
class Shop:
    """A log, what follows it, and what makes the parts of a dialogue whose gate is at 0.9."""

    stores: Stores
    measuring: Measuring
    parts: MakeParts

    async def ask(self, conversation: str, text: str) -> list[str]:
        """The texts of the replies."""
        parts = self.parts(measured=self.measuring, log=self.stores.log, profiles=self.stores.profiles, actions=NoActions())
        replies = await Dialogue(parts).respond(Message("1", conversation, "ann", "test", text))
        return [reply.text for reply in replies]

    async def judge(self, language: str, helpful: bool, times: int) -> None:
        """Let so many customers say whether an answer about the warranty helped."""
        events = (*wrote("?", language=language), AnswerGiven(article_id="guarantee"))
        for number in range(times):
            told = FeedbackGiven(message_id="m1", helpful=helpful)
            await self.stores.log.append(f"{language}{helpful}{number}", 0, (*events, told))
        await self.measuring.refresh()


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    wording = load()
    policies = [plugins.build(Policy, "bot.policies", entry) for entry in settings().bot.policies]

    def made(measured: Measured, **given: Any) -> Parts:
        gate = Gate(AutopilotSettings(level=0.9), measured, wording)
        return Parts(mind=Warranty, policies=policies, wording=wording, reception=gate, **given)

    stores = open_stores(f"sqlite:///{tmp_path}/log.db")
    yield Shop(stores, Measuring(stores.log, lambda: tmp_path), made)
    await stores.log.close()


@LANGUAGES
async def test_it_opens_when_enough_was_right_and_closes_when_too_much_was_wrong(shop: Shop, language: str) -> None:
    other = {"en": "zh", "zh": "en"}[language]
    assert await shop.ask("c1", QUESTION[language]) != ["Two years."]
    assert isinstance((await shop.stores.log.read("c1"))[-3].event, HandedOff)
    await shop.judge(language, True, 28)
    assert await shop.ask("c2", QUESTION[language]) != ["Two years."]
    await shop.judge(language, True, 0)
    await shop.stores.log.append("more", 0, (*wrote("?", language=language), AnswerGiven(article_id="guarantee")))
    await shop.stores.log.append("more", 3, (FeedbackGiven(message_id="m1", helpful=True),))
    await shop.measuring.refresh()
    assert await shop.ask("c3", QUESTION[language]) == ["Two years."]
    assert await shop.ask("c4", QUESTION[other]) != ["Two years."]
    await shop.judge(language, False, 3)
    assert await shop.ask("c5", QUESTION[language]) != ["Two years."]


@LANGUAGES
async def test_a_turn_replays_as_it_was_though_more_is_known_by_now(shop: Shop, language: str) -> None:
    await shop.ask("held", QUESTION[language])
    await shop.judge(language, True, 40)
    await shop.ask("passed", QUESTION[language])
    await shop.judge(language, False, 40)
    for name in ("held", "passed"):
        (turn,) = stored.turns(await shop.stores.log.read(name))
        assert compared(turn.events, await replayed(turn, shop.parts)) is None


async def test_a_model_without_a_card_leaves_the_log_to_speak(shop: Shop) -> None:
    await shop.judge("en", True, 2)
    assert shop.measuring("warranty", "en") == pytest.approx(0.05**0.5)
    assert shop.measuring("warranty", "zh") == 0.0
