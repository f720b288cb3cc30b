"""The library's database: an SQLite file, at which processes take turns to write, or PostgreSQL."""

import fcntl
import os
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import URL, Connection, Engine, NullPool, Pool, QueuePool, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from configs.errors import ConfigurationError
from knowledge_base.errors import Unavailable
from knowledge_base.tables import metadata, schema

REVISION = 1
"""Of the tables; a database with another one belongs to another version of this program."""

PATIENCE = 10.0
"""Seconds that somebody waits for others who write."""

# Up to SQLite 3.51.2, two connections that write and checkpoint at the same moment can corrupt a database in WAL mode: hence one
# writer at a time, by a lock beside the file, and readers that cannot checkpoint. `synchronous` 2 is FULL.
SETTINGS = {"busy_timeout": 5000, "foreign_keys": 1, "mmap_size": 0, "secure_delete": 1, "synchronous": 2, "trusted_schema": 0}
LOCK = 0x4C494252


class Database(ABC):
    """Transactions on the tables of one database; `name` is what sentences call it."""

    def __init__(self, name: str, readers: Engine, writers: Engine) -> None:
        self.name = name
        self._readers, self._writers = readers, writers
        self._ready = False

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """A transaction that sees one state; None while nobody has written anything. Raises Unavailable."""
        with self._translated():
            if not self._there():
                yield None
                return
            with self._readers.connect() as connection:
                yield connection if self._made(connection) else None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of which there is one at a time, durable once it ends; makes the tables first. Raises Unavailable."""
        with self._translated(), self._alone() as connection:
            if not self._made(connection):
                metadata.create_all(connection)
                connection.execute(sa.insert(schema), {"revision": REVISION})
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._readers.dispose()
        self._writers.dispose()

    @abstractmethod
    def _there(self) -> bool:
        """Whether there is anything to connect to; asking must leave no trace."""

    @abstractmethod
    def _alone(self) -> Any:
        """A context manager: a transaction beside which nobody else writes."""

    def _made(self, connection: Connection) -> bool:
        """Whether the tables are there; raises Unavailable when another version of this program made them."""
        if not self._ready and sa.inspect(connection).has_table(schema.name):
            found = connection.execute(sa.select(schema.c.revision)).scalar()
            if found != REVISION:
                raise Unavailable("", f"{self.name} has tables of revision {found}, this program {REVISION}: update the program")
            self._ready = True
        return self._ready

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            reason = str(error.orig).strip().partition("\n")[0]
        except PoolExhausted:
            reason = "all connections are busy"
        except OSError as error:
            reason = error.strerror or str(error)
        else:
            return
        raise Unavailable("", f"{self.name} cannot be used ({reason}): see that it is there, reachable and not full")


class Sqlite(Database):
    """A database in the file `path`."""

    def __init__(self, path: Path) -> None:
        readers = _engine(partial(_connect, path, "ro", {**SETTINGS, "query_only": 1}), QueuePool)
        writers = _engine(partial(_connect, path, "rwc", {**SETTINGS, "journal_mode": "WAL"}), NullPool, "BEGIN IMMEDIATE")
        super().__init__(str(path), readers, writers)
        self._path = path

    def _there(self) -> bool:
        return self._ready or self._path.exists()

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """Under the lock the file is opened, written, checkpointed and closed."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(f"{self._path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _wait(lock, self.name)
            # Closing a file that SQLite has open in this process would drop SQLite's own locks.
            if not self._path.exists():
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            with self._writers.begin() as connection:
                yield connection
        finally:
            os.close(lock)


class Postgres(Database):
    """A database on a server."""

    def _there(self) -> bool:
        return True

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        with self._writers.begin() as connection:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection


def opened(url: str) -> Database:
    """The database `url`, which is not touched before it is used; raises ConfigurationError for one that cannot be."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            engine = create_engine(parsed, connect_args=_patience(parsed), pool_pre_ping=True, pool_timeout=PATIENCE)
            return Postgres(f"the database {parsed.database} on {parsed.host}", engine, engine)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConfigurationError(f"knowledge.database cannot be used: {error}") from None
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise ConfigurationError(
            f"knowledge.database {parsed.render_as_string()!r} is not supported: "
            "use sqlite:///FILE or postgresql+psycopg://user:password@host/database"
        )
    return Sqlite(Path(str(parsed.database)))


def _wait(lock: int, name: str) -> None:
    """Lock the open file, however many wait for it; raises Unavailable when that takes too long."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise Unavailable("", f"{name} has been written by somebody else for {PATIENCE:g} seconds: try again") from None
            time.sleep(0.01)


def _patience(url: URL) -> dict[str, Any]:
    """What psycopg is told of time; other drivers keep their own limits."""
    if url.get_driver_name() != "psycopg":
        return {}
    limits = f"-c lock_timeout={PATIENCE:.0f}s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
    return {"connect_timeout": 5, "options": f"{url.query.get('options', '')} {limits}"}


def _engine(connect: Callable[[], sqlite3.Connection], pool: type[Pool], begin: str = "BEGIN") -> Engine:
    engine = create_engine("sqlite://", creator=connect, poolclass=pool)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _connect(path: Path, mode: str, settings: Mapping[str, str | int]) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    for name, value in settings.items():
        connection.execute(f"PRAGMA {name}={value}")
    return connection
