"""Channels: a channel gets what the service offers and returns routes."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fastapi import APIRouter

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


History = Callable[[str, int], Awaitable[Sequence[Entry]]]
"""The entries of a conversation with a position above the given one, in order; raises analytics.stores.StoreUnavailable."""


@dataclass(frozen=True)
class Context:
    """What the service offers every channel."""

    respond: Respond
    history: History
    limits: LimitSettings


class Channel(ABC):
    """A way for customers to write; its dataclass fields are its settings."""

    @abstractmethod
    def routes(self, context: Context) -> APIRouter:
        """The HTTP routes and sockets through which messages come in."""
