"""SQLite: one process, in it one connection that writes and checkpoints, and readers that can do neither."""

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Connection, Engine, QueuePool, bindparam, create_engine, event, func, insert, true

from analytics.stores import StoreUnavailable, schema
from analytics.stores.databases import Database, Result, preparing
from analytics.stores.process_lock import ProcessLock
from analytics.stores.rows import Append, to_json
from analytics.stores.tables import events, last_positions

READERS = 4

CHECKPOINT_EVERY = 128
"""Transactions; some 4 MB of write-ahead log."""

# Up to SQLite 3.51.2, two connections that write and checkpoint at the same moment can corrupt a database in WAL mode: hence one
# writer, and no checkpoint but its own. `synchronous` 2 is FULL: with NORMAL the last commits are lost when the power fails.
SETTINGS = {
    "busy_timeout": 5000,
    "foreign_keys": 1,
    "mmap_size": 0,
    "secure_delete": 1,
    "synchronous": 2,
    "trusted_schema": 0,
    "wal_autocheckpoint": 0,
}


_INSERT = insert(events).returning(events.c.id, sort_by_parameter_order=True)


class Sqlite(Database):
    """A database in one file; `release` is called when it is closed."""

    cursor = (events.c.id,)
    last = last_positions(func.json_each(bindparam("names", type_=JSON)).table_valued("value").c.value)
    settled = true()

    def __init__(self, path: Path, readers: Engine, writer: Engine, release: Callable[[], None]) -> None:
        super().__init__(str(path), readers, writer, ThreadPoolExecutor(READERS), ThreadPoolExecutor(1))
        self._release = release
        self._commits = 0

    async def write(self, change: Callable[[Connection], Result]) -> Result:
        """As every database does; the checkpoint comes after the answer, in the writer's thread."""
        result = await super().write(change)
        self._commits += 1
        if self._commits % CHECKPOINT_EVERY == 0 and not self._closed:
            self._writing.submit(self._checkpoint)
        return result

    def claim(self, connection: Connection, appends: Sequence[Append]) -> list[bool]:
        """All of them: there is no other process."""
        return [True] * len(appends)

    def insert(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """One prepared statement, run for each row."""
        return list(connection.execute(_INSERT, rows).scalars())

    def durability(self, connection: Connection) -> str:
        """Full when each commit is flushed."""
        level = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        return "full" if level >= SETTINGS["synchronous"] else f"reduced: synchronous is {level}"

    def _checkpoint(self) -> None:
        with closing(self._writer.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _close(self) -> None:
        super()._close()
        self._release()


def own(path: Path) -> Sqlite:
    """The database for this process alone, made or brought up to date; raises StoreUnavailable."""
    lock = _lock(path)
    writer = _engine(partial(_connect, path, "rw", {"journal_mode": "WAL", **SETTINGS}), 1, "BEGIN IMMEDIATE")
    try:
        with preparing(str(path), writer) as connection:
            schema.upgrade(connection, str(path))
    except BaseException:
        lock.release()
        raise
    return Sqlite(path, _reading(path), writer, lock.release)


def beside(path: Path) -> Sqlite:
    """The database for reading only, whoever has it open; raises StoreUnavailable."""
    readers = _reading(path)
    with preparing(str(path), readers) as connection:
        schema.check(connection, str(path))
    return Sqlite(path, readers, readers, lambda: None)


def _lock(path: Path) -> ProcessLock:
    """The lock first: closing a file that SQLite has open in this process would drop SQLite's own locks."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = ProcessLock(path)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StoreUnavailable(f"{path} cannot be opened for writing: {error.strerror}") from error
    return lock


def _reading(path: Path) -> Engine:
    return _engine(partial(_connect, path, "ro", {**SETTINGS, "query_only": 1}), READERS, "BEGIN")


def _engine(connect: Callable[[], sqlite3.Connection], size: int, begin: str) -> Engine:
    engine = create_engine(
        "sqlite://", creator=connect, json_serializer=to_json, max_overflow=0, pool_size=size, poolclass=QueuePool
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _connect(path: Path, mode: str, settings: dict[str, str | int]) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256)
    for name, value in settings.items():
        connection.execute(f"PRAGMA {name}={value}")
    return connection
