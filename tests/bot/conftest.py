"""A small real service behind the HTTP side: it echoes, keeps every turn, and fails when told to."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import numpy as np
import pytest
from fastapi.testclient import TestClient

from bot.app import Fault, Service, create_app
from bot.app.server import listen, server
from bot.channels import Entry
from bot.channels.rest import Rest
from bot.channels.websocket import WebSocketChannel
from bot.messages import Card, Message, QuickReply, Reply
from configs.settings import LimitSettings
from nlu.explanation import Explanation, Opinion, Word
from nlu.neighbours import Neighbour
from nlu.understanding import Entity, Intent, Sentiment, Understanding

Turns = dict[tuple[str, str], tuple[Message, tuple[Reply, ...]]]
PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='320' height='180'/%3E"


@pytest.fixture
def turns() -> Turns:
    """Everything that was said, by conversation and message id, in order."""
    return {}


@pytest.fixture
def failures() -> list[Exception]:
    """What the next turns raise, one each."""
    return []


@pytest.fixture
def faults() -> list[Fault]:
    """What readiness reports."""
    return []


def _reply(message: Message) -> Reply:
    if message.text == "buttons":
        return Reply("Which one?", quick_replies=(QuickReply("First", "/first"), QuickReply("第二", "/second")))
    if message.text == "card":
        return Reply(
            "Have a look:", cards=(Card("Lark Buds 2", "$49.90", PICTURE, "https://shop.example/lark"),), data={"sku": "LB2"}
        )
    if message.text == "evil":
        return Reply(
            "javascript:alert(1)", cards=(Card("Click", "", "javascript:alert(1)", "javascript:alert(1)"),), image="file:///x"
        )
    return Reply(f"You said: {message.payload or message.text}")


@pytest.fixture
def respond(turns: Turns, failures: list[Exception]) -> Callable[[Message], Awaitable[tuple[Reply, ...]]]:
    """Echoes; the same id again gives what it gave before."""

    async def echo(message: Message) -> tuple[Reply, ...]:
        if failures:
            raise failures.pop(0)
        if message.text == "slow":
            await asyncio.sleep(0.5)
        return turns.setdefault((message.conversation, message.id), (message, (_reply(message),)))[1]

    return echo


@pytest.fixture
def history(turns: Turns) -> Callable[[str, int], Awaitable[Sequence[Entry]]]:
    """The entries of a conversation: two a turn, at positions 1, 2, 3, ..."""

    async def entries(conversation: str, after: int) -> Sequence[Entry]:
        found: list[Entry] = []
        for (owner, identity), (message, replies) in list(turns.items()):
            if owner == conversation:
                at = datetime(2026, 3, 1, 9, len(found) % 60, tzinfo=UTC)
                found.append(Entry(len(found) + 1, "customer", identity, at, text=message.text))
                found.append(Entry(len(found) + 1, "assistant", identity, at, replies=replies))
        return found[after:]

    return entries


async def _understood(text: str) -> Understanding:
    entity = Entity("order_id", "SK 1048213", 6, 16, "SK1048213")
    intents = (Intent("track_order", 0.9), Intent("cancel_order", 0.1))
    return Understanding(text, "en", intents, False, Sentiment("neutral", 0.8), (entity,), "test-1", np.ones(1, np.float32))


async def _explained(text: str) -> Explanation:
    opinions = (Opinion("track_order", 0.9, 0.8, 0.7), Opinion("cancel_order", 0.1, 0.2, 0.3))
    near = (Neighbour("where is my order", "en", "track_order", 0.97),)
    return Explanation(await _understood(text), opinions, 0.8, 0.1, 1.0, 0.5, (Word("where", 2.5),), near)


@pytest.fixture
def service(
    respond: Callable[[Message], Awaitable[tuple[Reply, ...]]],
    history: Callable[[str, int], Awaitable[Sequence[Entry]]],
    faults: list[Fault],
) -> Service:
    """The echoing service."""

    async def ready() -> Sequence[Fault]:
        return faults

    return Service(
        respond=respond,
        parse=_understood,
        explain=_explained,
        history=history,
        ready=ready,
        channels=[Rest(), WebSocketChannel(origins=["https://shop.example"])],
        limits=LimitSettings(text_characters=4000, body_bytes=1_048_576, turn_seconds=10.0, waiting_turns=256),
        waiting=lambda: 3,
        name={"en": "Harbour Lane", "zh": "港湾数码"},
    )


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    """The application without a network."""
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


@contextmanager
def _serving(service: Service) -> Iterator[str]:
    listener = listen("127.0.0.1", 0)
    uvicorn = server(create_app(service))
    thread = threading.Thread(target=uvicorn.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        uvicorn.should_exit = True
        thread.join(timeout=15)
    assert not thread.is_alive(), "the server does not stop"


@pytest.fixture
def serving() -> Callable[[Service], AbstractContextManager[str]]:
    """Really serves a service, and gives its address, such as "127.0.0.1:40123"."""
    return _serving


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    """Where the echoing service really listens."""
    with _serving(service) as address:
        yield address
