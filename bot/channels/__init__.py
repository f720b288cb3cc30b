"""Channels: a channel gets what the service offers and returns routes."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fastapi import APIRouter

from analytics.stores import StoreUnavailable
from bot.messages import Message, Reply
from configs.settings import LimitSettings

Respond = Callable[[Message], Awaitable[tuple[Reply, ...]]]
"""Answers a message once it is durable; raises bot.errors.Busy, bot.errors.TurnTimeout or analytics.stores.StoreUnavailable."""


@dataclass(frozen=True)
class Entry:
    """One thing said in a conversation, as a page shows it.

    `position` is that of its event; `id` is the message's id, for an answer the id of the message it answers. A customer's entry
    has a `text`, the assistant's and an agent's have `replies`.
    """

    position: int
    role: Literal["customer", "assistant", "agent"]
    id: str
    at: datetime
    text: str = ""
    replies: tuple[Reply, ...] = ()


Receive = Callable[[Sequence[Message]], Awaitable[None]]
"""Keeps messages that are answered afterwards, through the log; raises analytics.stores.StoreUnavailable."""

History = Callable[[str, int], Awaitable[Sequence[Entry]]]
"""The entries of a conversation with a position above the given one, in order; raises analytics.stores.StoreUnavailable."""


@dataclass(frozen=True)
class Place:
    """Where a conversation is: with the assistant, waiting for a person, or served by `agent`.

    Whoever waits is at `position` (from 1) and is served in about so many `minutes` (None: nobody can say); `cause` is why the
    position rose if that was its last move: urgent (somebody more urgent came) or returned (a person left whom others had).
    """

    state: Literal["assistant", "waiting", "served"] = "assistant"
    position: int = 0
    minutes: int | None = None
    cause: str = ""
    agent: str = ""


@dataclass(frozen=True)
class Standing:
    """How a conversation stands besides what its own page says: its place, and the position of a person's last reply."""

    place: Place = Place()
    heard: int = 0


Watch = Callable[[str], AsyncIterator[Standing]]
"""How a conversation stands, at once and whenever that changes."""


async def unread(messages: Sequence[Message]) -> None:
    """Where nothing can be kept: what comes in is refused, so that it is sent again."""
    raise StoreUnavailable("this service keeps no messages: it has no inbox")


async def unwatched(conversation: str) -> AsyncIterator[Standing]:
    """Where there are no people: every conversation stays with the assistant."""
    yield Standing()
    await asyncio.Event().wait()


@dataclass(frozen=True)
class Context:
    """What the service offers every channel."""

    respond: Respond
    history: History
    limits: LimitSettings
    watch: Watch = unwatched
    receive: Receive = unread


class Channel(ABC):
    """A way for customers to write; its dataclass fields are its settings."""

    @abstractmethod
    def routes(self, context: Context) -> APIRouter:
        """The HTTP routes and sockets through which messages come in."""
