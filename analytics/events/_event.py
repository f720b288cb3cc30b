"""An event, and how the log keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

JSON = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened in a conversation."""


@dataclass(frozen=True, kw_only=True)
class Unreadable(Event):
    """What this version of the code cannot read because a newer one wrote it; readers pass over it."""

    kind: str
    fields: JSON


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An event as the log keeps it: `id` is unique and rises within a conversation, `position` counts the conversation from 1."""

    id: int
    conversation: str
    position: int
    at: datetime
    event: Event = field(hash=False)
