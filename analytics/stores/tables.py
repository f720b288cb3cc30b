"""The tables: one log of events, the profiles that follow from it, how far they follow, counted attempts, and jobs to be done."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """A moment, always in UTC; SQLite keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment with its time zone."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


Number = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB(), "postgresql")

# `turn` is the position of the first event appended together with this one; only that first event carries the source.
# `xid` is the transaction that wrote the row, filled in by PostgreSQL; ids alone do not rise in the order of commits there.
# A deleted row's id is never given again, so that no cursor skips a row.
events = Table(
    "events",
    metadata,
    Column("id", Number, primary_key=True),
    Column("conversation", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fields", Json, nullable=False),
    Column("source", Text),
    Column("source_id", Text),
    Column("xid", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("conversation", "position", name="events_conversation_position"),
    UniqueConstraint("source", "source_id", name="events_source"),
    sqlite_autoincrement=True,
)
Index("events_xid", events.c.xid, events.c.id).ddl_if(dialect="postgresql")

profiles = Table(
    "profiles",
    metadata,
    Column("customer", Text, primary_key=True),
    Column("attributes", Json, nullable=False),
)

cursors = Table(
    "cursors",
    metadata,
    Column("reader", Text, primary_key=True),
    Column("cursor", Text, nullable=False),
)

# `subject` is a digest.
attempts = Table(
    "attempts",
    metadata,
    Column("id", Number, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("attempts_subject", "subject", "at"),
    Index("attempts_at", "at"),
)

# Of a lane the waiting job with the least id comes first; `progress` is how far it is done. No id is
# given again, so that who comes late changes nothing of another job.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Number, primary_key=True),
    Column("queue", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("content", Json, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("due", Instant, nullable=False),
    Column("error", Text, nullable=False),
    UniqueConstraint("queue", "key", name="jobs_key"),
    Index("jobs_lane", "queue", "state", "lane", "id"),
    sqlite_autoincrement=True,
)


def last_positions(names: ColumnElement[str]) -> Select[Any]:
    """Each of the conversations `names` with the position of its last event, None for a new one."""
    return select(names, select(func.max(events.c.position)).where(events.c.conversation == names).scalar_subquery())
