"""Whole turns on a real log and a real shop; only understanding and retrieval are a small table."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from analytics.events import ActionTaken, HandedOff, MessageReceived, Recorded, ReplySent, TurnFailed
from analytics.stores.opening import Stores, open_stores
from bot.dialogue import Dialogue, Parts
from bot.execution.local import Local
from bot.messages import Message
from bot.policies import Policy
from bot.replies import load
from bot.shops.demo import Demo
from configs import plugins
from configs.settings import load as settings
from knowledge_base.demo.database import prepare
from knowledge_base.pipeline import load_products
from nlu.understanding import Entity, Intent, Sentiment, Understanding, Vector
from retrieval.answers import Answer
from tests.toolboxes import toolbox

pytestmark = pytest.mark.anyio

INTENTS = {"where is it": "track_order", "cancel it": "cancel_order", "yes": "affirm", "hello": "greet"}


class NoArticles:
    """A knowledge base without articles."""

    def answer(self, text: str, vector: Vector, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        """Find nothing."""
        return None

    def article(self, article_id: str, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        """Have nothing."""
        return None


class Table:
    """Says what the table says; a message with a number is that order's number, one with an @ an address, and "boom" breaks."""

    answerer = NoArticles()

    async def understand(self, text: str) -> Understanding:
        """Look `text` up."""
        if text == "boom":
            raise ZeroDivisionError
        numbers = tuple(Entity("order_id", word, 0, len(word), word) for word in text.split() if word.startswith("SK"))
        emails = tuple(Entity("email", word, 0, len(word), word) for word in text.split() if "@" in word)
        intents = (Intent(INTENTS.get(text, "product_usage"), 0.9),)
        found, tone = numbers + emails, Sentiment("neutral", 0.9)
        return Understanding(text, "en", intents, False, tone, found, "table", np.zeros(2, np.float32))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    url = f"sqlite:///{tmp_path_factory.mktemp('shop')}/shop.db"
    prepare(url, load_products(), date(2026, 6, 1), customers=5)
    return Demo(database=url)


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    opened = open_stores(f"sqlite:///{tmp_path}/log.db")
    yield opened
    await opened.log.close()


@pytest.fixture
def parts(stores: Stores, shop: Demo, tmp_path: Path) -> Parts:
    policies = [plugins.build(Policy, "bot.policies", entry) for entry in settings().bot.policies]
    return Parts(stores.log, stores.profiles, Table, policies, Local(toolbox(shop, tmp_path)), load())


def said(text: str, number: int, conversation: str = "test:1") -> Message:
    return Message(str(number), conversation, "ann", "test", text)


async def events(stores: Stores, kind: type, conversation: str = "test:1") -> list[Recorded]:
    return [entry for entry in await stores.log.read(conversation) if isinstance(entry.event, kind)]


async def test_the_same_message_again_gets_the_same_reply_and_is_stored_once(parts: Parts, stores: Stores) -> None:
    dialogue = Dialogue(parts)
    first = await dialogue.respond(said("hello", 1))
    await dialogue.respond(said("hello", 2))
    assert await dialogue.respond(said("hello", 1)) == first
    assert await Dialogue(parts).respond(said("hello", 1)) == first
    assert len(await events(stores, MessageReceived)) == 2


async def test_the_same_id_in_two_conversations_is_two_messages(parts: Parts, stores: Stores) -> None:
    dialogue = Dialogue(parts)
    await dialogue.respond(said("hello", 1))
    await dialogue.respond(said("hello", 1, "test:2"))
    assert len(await events(stores, MessageReceived, "test:2")) == 1


async def test_messages_sent_at_once_are_answered_in_their_order(parts: Parts, stores: Stores) -> None:
    dialogue = Dialogue(parts)
    await asyncio.gather(*(dialogue.respond(said("hello", number)) for number in range(10)))
    assert [entry.event.reply_to for entry in await events(stores, ReplySent)] == [str(number) for number in range(10)]  # type: ignore[attr-defined]


async def test_two_services_on_one_log_never_lose_or_double_a_turn(parts: Parts, stores: Stores) -> None:
    one, other = Dialogue(parts), Dialogue(parts)
    await asyncio.gather(*((one, other)[number % 2].respond(said("hello", number)) for number in range(12)))
    stored = await stores.log.read("test:1")
    assert [entry.position for entry in stored] == list(range(1, len(stored) + 1))
    assert len(await events(stores, ReplySent)) == 12


async def test_an_order_is_tracked_and_cancelled_once_after_a_yes(parts: Parts, stores: Stores, shop: Demo) -> None:
    dialogue = Dialogue(parts)
    assert (await dialogue.respond(said("where is it", 1)))[0].text.endswith(("e-mail.", "SK1234567."))
    unknown = await dialogue.respond(said("SK0000000", 2))
    assert "can't find an order SK0000000" in unknown[0].text
    assert "order SK1050001" in (await dialogue.respond(said("SK1050001", 3)))[0].text
    assert "paid" in (await dialogue.respond(said("alex.morgan@example.com", 30)))[0].text
    asked = await dialogue.respond(said("cancel it", 4))
    assert [button.payload for button in asked[0].quick_replies] == ["affirm", "deny"]
    assert shop.order("SK1050001").state == "paid"
    done = await dialogue.respond(said("yes", 5))
    assert shop.order("SK1050001").state == "cancelled"
    assert await dialogue.respond(said("yes", 5)) == done
    assert "already" in (await dialogue.respond(said("cancel it", 6)))[0].text
    taken = [entry.event.action for entry in await events(stores, ActionTaken)]  # type: ignore[attr-defined]
    assert taken.count("action_cancel_order") == 1


async def test_a_turn_that_breaks_becomes_an_apology_and_a_person(parts: Parts, stores: Stores) -> None:
    dialogue = Dialogue(parts)
    replies = await dialogue.respond(said("boom", 1))
    assert replies[0].text.startswith("Something went wrong on our side")
    assert len(await events(stores, TurnFailed)) == len(await events(stores, HandedOff)) == 1
    assert await dialogue.respond(said("hello", 2)) == ()


async def test_a_shop_that_does_not_answer_leads_to_a_person(
    parts: Parts, stores: Stores, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    away = toolbox(Demo(database=f"sqlite:///{tmp_path}/no/such/folder/shop.db"), tmp_path_factory.mktemp("away"))
    dialogue = Dialogue(replace(parts, actions=Local(away)))
    await dialogue.respond(said("where is it", 1))
    replies = await dialogue.respond(said("SK1050001", 2))
    assert "can't reach our order system" in replies[0].text
    assert len(await events(stores, HandedOff)) == 1


async def test_a_turn_looks_up_its_answer_where_it_was_understood_though_the_model_is_replaced_meanwhile(parts: Parts) -> None:
    asked: list[str] = []

    class Asked(NoArticles):
        def __init__(self, name: str) -> None:
            self._name = name

        def answer(
            self, text: str, vector: Vector, language: str, at: datetime | None = None, channel: str = ""
        ) -> Answer | None:
            asked.append(self._name)
            return None

    class Replaced(Table):
        def __init__(self, name: str) -> None:
            self.answerer = Asked(name)

        async def understand(self, text: str) -> Understanding:
            serving.append(Replaced("after"))
            return await super().understand(text)

    serving = [Replaced("before")]
    await Dialogue(replace(parts, mind=lambda: serving[-1])).respond(said("hello", 1))
    assert asked == ["before"]
