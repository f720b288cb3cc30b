"""The library's tables: what was written of each article, and from which edition until which it was live."""

from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, Table, Text
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


# `version` and `content` (JSON, as `entry_of` makes it) are null where the article is removed. The content comes last, so that a
# look at the other columns need not read it.
revisions = Table(
    "article_revisions",
    metadata,
    Column("article_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False, index=True),
    Column("version", Text),
    Column("author", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
    Column("content", Text),
)

editions = Table(
    "article_editions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("base", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
)

# A revision is live from the edition `since` until just before the edition `until`, null while it is so now. A publication thus
# writes a row for each article that it changes, however large the base is.
live = Table(
    "article_live",
    metadata,
    Column("article_id", Text, primary_key=True),
    Column("since", Integer, ForeignKey(editions.c.number), primary_key=True, autoincrement=False, index=True),
    Column("until", Integer, ForeignKey(editions.c.number)),
    Column("number", Integer, nullable=False),
    ForeignKeyConstraint(["article_id", "number"], [revisions.c.article_id, revisions.c.number]),
)
_OVER = live.c.until.is_not(None)
# Only for what is over: a planner that is ignorant of a new base would look for one article among all that are live.
Index("article_live_until", live.c.until, sqlite_where=_OVER, postgresql_where=_OVER)

schema = Table("article_schema", metadata, Column("revision", Integer, primary_key=True, autoincrement=False))
