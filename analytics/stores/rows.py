"""Events as rows, and back."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from json import JSONEncoder
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row

from analytics.events import Event, Recorded, Unreadable, decode, encode

LONGEST_KEY = 1200
"""Bytes; two such keys fit into one entry of PostgreSQL's index."""

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")

to_json = JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Append:
    """One turn that is to be written: `EventLog.append` as a value, ready as `rows` without ids."""

    conversation: str
    expected: int
    events: tuple[Event, ...]
    source: str = ""
    source_id: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    rows: tuple[dict[str, Any], ...] = field(init=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(_row(self, number, event) for number, event in enumerate(self.events)))
        _check(self)

    def recorded(self, ids: Sequence[int]) -> tuple[Recorded, ...]:
        """The events as the log keeps them under these ids."""
        return tuple(
            Recorded(id=number, conversation=self.conversation, position=position, at=self.at, event=event)
            for position, (number, event) in enumerate(zip(ids, self.events, strict=True), self.expected + 1)
        )


def recorded(found: Iterable[Row[Any]]) -> tuple[Recorded, ...]:
    """The events of rows of the table `events`."""
    return tuple(
        Recorded(id=row.id, conversation=row.conversation, position=row.position, at=row.at, event=_event(row.kind, row.fields))
        for row in found
    )


def _row(append: Append, number: int, event: Event) -> dict[str, Any]:
    kind, fields = encode(event)
    named = bool(append.source) and number == 0
    return {
        "conversation": append.conversation,
        "position": append.expected + 1 + number,
        "turn": append.expected + 1,
        "at": append.at,
        "kind": kind,
        "fields": fields,
        "source": append.source if named else None,
        "source_id": append.source_id if named else None,
    }


def _check(append: Append) -> None:
    """Raise ValueError for what one of the databases cannot keep, so that both refuse the same."""
    if not append.events:
        raise ValueError("an append needs at least one event")
    keys = (append.conversation, append.source, append.source_id)
    if max(len(key.encode()) for key in keys) > LONGEST_KEY:
        raise ValueError(f"a conversation, source or source id has more than {LONGEST_KEY} bytes")
    text = to_json([keys, [row["fields"] for row in append.rows]])
    text.encode()
    if r"\u0000" in text and _NUL.search(text):
        raise ValueError("an event holds the character NUL")


def _event(kind: str, fields: dict[str, Any]) -> Event:
    try:
        return decode(kind, fields)
    except (KeyError, ValidationError):
        return Unreadable(kind=kind, fields=fields)
