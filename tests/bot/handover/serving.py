"""A whole service with people over a real log; only understanding and articles are a small table."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import numpy as np
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketTestSession

from analytics.stores.opening import open_stores
from bot import replies
from bot.app import Fault, Service, create_app
from bot.app.handover.staff import Agents, Staff
from bot.channels.rest import Rest
from bot.channels.websocket import WebSocketChannel
from bot.dialogue import Dialogue, Parts
from bot.execution.outcome import Outcome
from bot.handover.counter import Counter
from bot.handover.desk import Desk
from bot.handover.reception import Reception
from bot.history import History
from bot.policies import Policy, Situation
from configs import plugins
from configs.settings import HandoverSettings, load
from nlu.explanation import Explanation
from nlu.language import language_of
from nlu.understanding import Entity, Intent, Sentiment, Understanding, Vector
from retrieval.answers import Answer

ANNA, LIN = "annas-token-0123456789", "lins-token-01234567890"
INTENTS = {"a person please": "contact_human_agent", "转人工": "contact_human_agent", "hello": "greet", "你好": "greet"}


class NoArticles:
    """A knowledge base without articles."""

    def answer(self, text: str, vector: Vector, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        """Find nothing."""
        return None

    def article(self, article_id: str, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        """Have nothing."""
        return None


class NoActions:
    """Nothing that could be done."""

    async def run(self, name: str, arguments: Mapping[str, str], situation: Situation) -> Outcome:
        """Refuse to be asked."""
        raise NotImplementedError(name)


class Table:
    """Says what the table says; an address with an @ is an e-mail address."""

    answerer = NoArticles()

    async def understand(self, text: str) -> Understanding:
        """Look `text` up; "boom" breaks."""
        if text == "boom":
            raise ZeroDivisionError
        found = tuple(Entity("email", word, 0, len(word), word) for word in text.split() if "@" in word)
        intents = (Intent(INTENTS.get(text, "product_usage"), 0.9),)
        return Understanding(
            text, language_of(text), intents, False, Sentiment("neutral", 0.9), found, "table", np.zeros(2, np.float32)
        )


def service(database: str, **handover: Any) -> Service:
    """The service over `database`, with `handover` on top of the settings."""
    settings = load()
    stores = open_stores(database)
    desk = Desk(stores.log, usual=360)
    policies = [plugins.build(Policy, "bot.policies", entry) for entry in settings.bot.policies]
    reception = Reception.of(HandoverSettings.model_validate(settings.handover.model_dump() | handover))
    parts = Parts(stores.log, stores.profiles, Table, policies, NoActions(), replies.load(), reception=reception)
    tasks: list[asyncio.Task[None]] = []

    async def start() -> None:
        tasks.append(asyncio.create_task(desk.run()))

    async def stop() -> None:
        tasks[0].cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await tasks[0]
        await stores.log.close()

    async def ready() -> list[Fault]:
        return []

    async def explain(text: str) -> Explanation:
        raise NotImplementedError

    return Service(
        respond=Dialogue(parts).respond,
        parse=Table().understand,
        explain=explain,
        history=History(stores.log).entries,
        ready=ready,
        channels=[Rest(), WebSocketChannel()],
        limits=settings.limits,
        start=start,
        stop=stop,
        watch=desk.watch,
        staff=Staff(Agents({"anna": ANNA, "林梅": LIN}), Counter(stores.log, desk)),
    )


@contextmanager
def serving(database: str, **handover: Any) -> Iterator[TestClient]:
    """The service without a network."""
    with TestClient(create_app(service(database, **handover)), raise_server_exceptions=False) as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    """The header with which an agent asks."""
    return {"Authorization": f"Bearer {token}"}


def hello(socket: WebSocketTestSession, **values: Any) -> dict[str, Any]:
    """The welcome to a page."""
    socket.send_json({"type": "hello", "version": 1} | values)
    return until(socket, "welcome")


def until(socket: WebSocketTestSession, kind: str, **values: Any) -> dict[str, Any]:
    """The next frame of that kind with these values."""
    while True:
        frame: dict[str, Any] = socket.receive_json()
        if frame["type"] == kind and frame.items() >= values.items():
            return frame


def say(socket: WebSocketTestSession, text: str, number: int, **values: Any) -> list[dict[str, Any]]:
    """What the assistant replies."""
    socket.send_json({"type": "message", "id": f"m{number}", "text": text} | values)
    said: list[dict[str, Any]] = until(socket, "reply", reply_to=f"m{number}")["replies"]
    return said
