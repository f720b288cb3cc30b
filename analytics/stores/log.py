"""The event log on either database."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Connection, select, tuple_

from analytics.events import Event, Recorded
from analytics.stores import Conflict, StoreUnavailable, turns
from analytics.stores.databases import Database
from analytics.stores.group_commit import GroupCommit, Outcome
from analytics.stores.rows import Append, recorded
from analytics.stores.tables import events

BATCH = 500
"""Events that a follower gets at once."""

POLL = 0.5
"""Seconds between looks for what other processes wrote."""


class SqlLog:
    """`EventLog` in SQL, for one event loop."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database, self._now = database, now
        self._group = GroupCommit(self._commit)
        self._news = asyncio.Event()

    async def append(
        self, conversation: str, expected: int, events: Sequence[Event], source: str = "", source_id: str = ""
    ) -> tuple[Recorded, ...]:
        """See `EventLog`."""
        return await self._group.append(Append(conversation, expected, tuple(events), source, source_id, self._now()))

    async def read(self, conversation: str, after: int = 0) -> tuple[Recorded, ...]:
        """See `EventLog`."""
        wanted = (events.c.conversation == conversation) & (events.c.position > after)
        query = select(events).where(wanted).order_by(events.c.position)
        return await self._database.read(lambda connection: recorded(connection.execute(query)))

    async def turn(self, source: str, source_id: str) -> tuple[Recorded, ...]:
        """See `EventLog`."""
        return await self._database.read(partial(turns.turn, source=source, source_id=source_id))

    async def batch(self, after: str = "") -> tuple[str, tuple[Recorded, ...]]:
        """See `EventLog`."""
        columns = self._database.cursor
        query = select(events).where(self._database.settled).order_by(*columns).limit(BATCH)
        if after:
            query = query.where(tuple_(*columns) > tuple_(*_numbers(after, len(columns))))

        def following(connection: Connection) -> tuple[str, tuple[Recorded, ...]]:
            rows = connection.execute(query).all()
            return "-".join(str(getattr(rows[-1], column.name)) for column in columns) if rows else after, recorded(rows)

        return await self._database.read(following)

    async def tail(self, after: str = "") -> AsyncIterator[tuple[str, tuple[Recorded, ...]]]:
        """See `EventLog`."""
        while True:
            news = self._news
            after, found = await self.batch(after)
            if found:
                yield after, found
            else:
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):  # wait_for may swallow a cancellation up to Python 3.11
                        await news.wait()

    async def durability(self) -> str:
        """See `EventLog`."""
        return await self._database.write(self._database.durability)

    async def close(self) -> None:
        """See `EventLog`."""
        await self._group.close()
        await self._database.close()

    async def _commit(self, appends: Sequence[Append]) -> Sequence[Outcome]:
        """Write in one transaction; when that is refused as a whole, each append in its own, so that none fails for another."""
        try:
            outcomes: Sequence[Outcome] = await self._database.write(partial(turns.write, self._database, appends))
        except Conflict as error:
            if len(appends) == 1:
                return [error]
            return [(await self._commit([append]))[0] for append in appends]
        except StoreUnavailable as error:
            return [StoreUnavailable(str(error)) for _ in appends]
        self._news.set()
        self._news = asyncio.Event()
        return outcomes


def _numbers(cursor: str, count: int) -> tuple[int, ...]:
    parts = cursor.split("-")
    if len(parts) != count or not all(part.isascii() and part.isdecimal() for part in parts):
        raise ValueError(f"{cursor!r} is not a cursor of this log")
    return tuple(map(int, parts))
