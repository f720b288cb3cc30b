"""An opened database: where work on it runs, and what SQLite and PostgreSQL do differently."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from analytics.stores import Conflict, StoreUnavailable
from analytics.stores.rows import Append

Result = TypeVar("Result")


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn the driver's errors into Conflict, where a unique constraint spoke, and StoreUnavailable."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(f"{name}: somebody else wrote at the same time") from error
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise StoreUnavailable(f"{name} cannot be used ({reason}): see that it is there, reachable and not full") from error
    except PoolExhausted as error:
        raise StoreUnavailable(f"{name} is too slow: all connections are busy") from error


@contextmanager
def preparing(name: str, engine: Engine) -> Iterator[Connection]:
    """A transaction in which a database is made ready; the engine's connections are closed when that fails."""
    try:
        with translated(name), engine.begin() as connection:
            yield connection
    except BaseException:
        engine.dispose()
        raise


class Database(ABC):
    """Work on a database, off the event loop; `name` is what sentences call it."""

    cursor: tuple[ColumnElement[int], ...]
    """The columns that order all events for those who follow them."""

    last: Select[Any]
    """`tables.last_positions` of the conversations in the parameter `names`, a list."""

    settled: ColumnElement[bool]
    """True of events before which, in that order, no other can appear any more."""

    def __init__(self, name: str, readers: Engine, writer: Engine, reading: Executor, writing: Executor) -> None:
        self.name = name
        self._readers, self._writer = readers, writer
        self._reading, self._writing = reading, writing
        self._closed = False

    async def read(self, query: Callable[[Connection], Result]) -> Result:
        """The result of `query`; raises StoreUnavailable."""
        return await self._run(self._reading, self._readers, query)

    async def write(self, change: Callable[[Connection], Result]) -> Result:
        """The result of `change` once its transaction is durable; raises Conflict or StoreUnavailable when nothing is changed."""
        return await self._run(self._writing, self._writer, change)

    async def close(self) -> None:
        """Let running work end, then close all connections; the second time nothing happens."""
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._close)

    @abstractmethod
    def claim(self, connection: Connection, appends: Sequence[Append]) -> list[bool]:
        """Which appends this transaction may judge and write now; the others are in another process's hands."""

    @abstractmethod
    def insert(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert rows into `events` and return their ids, in the same order."""

    @abstractmethod
    def durability(self, connection: Connection) -> str:
        """What `EventLog.durability` says, seen from a connection that writes."""

    async def _run(self, threads: Executor, engine: Engine, work: Callable[[Connection], Result]) -> Result:
        if self._closed:
            raise StoreUnavailable(f"{self.name} is closed: open it again")
        return await asyncio.get_running_loop().run_in_executor(threads, self._within, engine, work)

    def _within(self, engine: Engine, work: Callable[[Connection], Result]) -> Result:
        with translated(self.name), engine.begin() as connection:
            return work(connection)

    def _close(self) -> None:
        for threads in (self._reading, self._writing):
            threads.shutdown(wait=True)
        for engine in (self._readers, self._writer):
            engine.dispose()
