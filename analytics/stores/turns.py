"""Several turns in one transaction: each is written, refused or put off on its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Connection, bindparam, select

from analytics.events import Recorded
from analytics.stores import Conflict, Duplicate
from analytics.stores.databases import Database
from analytics.stores.group_commit import Outcome
from analytics.stores.rows import Append, recorded
from analytics.stores.tables import events

Key = tuple[str, str]

_KNOWN = select(events.c.source_id).where(
    events.c.source == bindparam("source"), events.c.source_id.in_(bindparam("ids", expanding=True))
)


def write(database: Database, appends: Sequence[Append], connection: Connection) -> list[Outcome]:
    """Write those of `appends` that fit, in their order, and say what became of each."""
    # Claimed before anything is looked at, so that what is seen stays true until the commit.
    claimed = database.claim(connection, appends)
    view = _View(_stored(connection, appends), _last(database, connection, appends))
    judged = [view.judge(append) if free else None for append, free in zip(appends, claimed, strict=True)]
    rows = [row for outcome in judged if isinstance(outcome, Append) for row in outcome.rows]
    ids = iter(database.insert(connection, rows) if rows else ())
    return [
        outcome.recorded(tuple(islice(ids, len(outcome.rows)))) if isinstance(outcome, Append) else outcome for outcome in judged
    ]


def turn(connection: Connection, source: str, source_id: str) -> tuple[Recorded, ...]:
    """The events that were appended together with this source id."""
    first = (
        select(events.c.conversation, events.c.turn).where(events.c.source == source, events.c.source_id == source_id).subquery()
    )
    together = (events.c.conversation == first.c.conversation) & (events.c.turn == first.c.turn)
    return recorded(connection.execute(select(events).join(first, together).order_by(events.c.position)))


@dataclass
class _View:
    """The log as the transaction found it, kept up with what it goes on to write."""

    stored: Mapping[Key, tuple[Recorded, ...]]
    last: dict[str, int]
    written: set[Key] = field(default_factory=set)

    def judge(self, append: Append) -> Append | Exception | None:
        """The append itself when it may be written, its refusal, or None to see again after this transaction."""
        key = (append.source, append.source_id)
        last = self.last[append.conversation]
        if key in self.written:
            return None
        if key in self.stored:
            return Duplicate(self.stored[key])
        if append.expected != last:
            return Conflict(f"conversation {append.conversation} is at position {last}, not at {append.expected}")
        if append.source:
            self.written.add(key)
        self.last[append.conversation] = last + len(append.events)
        return append


def _stored(connection: Connection, appends: Sequence[Append]) -> dict[Key, tuple[Recorded, ...]]:
    """The turns that the log has already, by source and source id."""
    wanted: dict[str, list[str]] = {}
    for append in appends:
        if append.source:
            wanted.setdefault(append.source, []).append(append.source_id)
    return {
        (source, source_id): turn(connection, source, source_id)
        for source, ids in wanted.items()
        for source_id in connection.execute(_KNOWN, {"source": source, "ids": ids}).scalars()
    }


def _last(database: Database, connection: Connection, appends: Sequence[Append]) -> dict[str, int]:
    """The last position of each conversation, 0 for a new one."""
    names = sorted({append.conversation for append in appends})
    return {conversation: position or 0 for conversation, position in connection.execute(database.last, {"names": names})}
