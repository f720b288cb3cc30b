"""Opens the stores that a database URL names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from analytics.stores import EventLog, ProfileStore, postgres, sqlite
from analytics.stores.attempts import SqlAttempts
from analytics.stores.databases import Database
from analytics.stores.jobs import SqlJobs
from analytics.stores.log import SqlLog
from analytics.stores.profiles import SqlProfiles
from configs.errors import ConfigurationError


@dataclass(frozen=True)
class Stores:
    """The event log, the profiles, the counted attempts and the jobs of one database; `log.close()` closes all.

    The inbox holds messages that are not answered yet, the outbox all that is delivered to platforms.
    """

    log: EventLog
    profiles: ProfileStore
    attempts: SqlAttempts
    inbox: SqlJobs
    outbox: SqlJobs


def open_stores(url: str, *, read_only: bool = False, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Stores:
    """The stores in the database `url`, such as sqlite:///shop.db or postgresql+psycopg://user:password@host/database.

    Brings the database to this program's revision first, unless it is `read_only`, which works beside a service that has an
    SQLite database open. What is appended happened `now`. Use the stores in one event loop. Raises ConfigurationError for a URL
    that cannot be used; StoreUnavailable when the database cannot be reached, is newer than this program, or is SQLite and
    another process has it.
    """
    database = _database(_parsed(url), read_only)
    inbox, outbox = SqlJobs(database, "inbox"), SqlJobs(database, "outbox")
    return Stores(SqlLog(database, now), SqlProfiles(database), SqlAttempts(database), inbox, outbox)


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError:
        raise ConfigurationError(f"database {url!r} is not a URL: use sqlite:///FILE or postgresql+psycopg://HOST/NAME") from None


def _database(url: URL, read_only: bool) -> Database:
    backend = url.get_backend_name()
    if backend == "postgresql":
        return postgres.beside(url) if read_only else postgres.own(url)
    if backend != "sqlite":
        raise ConfigurationError(f"database {backend} is not supported: use sqlite:///FILE or postgresql+psycopg://HOST/NAME")
    if url.database in (None, "", ":memory:"):
        raise ConfigurationError("database sqlite needs a file, because memory forgets: use sqlite:///FILE")
    path = Path(str(url.database))
    return sqlite.beside(path) if read_only else sqlite.own(path)
