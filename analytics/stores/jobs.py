"""Jobs on either database: what is to be done once and in order, tried again when it fails, and not lost by a crash."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from analytics.events import JSON
from analytics.stores import Conflict
from analytics.stores.databases import Database
from analytics.stores.tables import cursors, jobs

State = Literal["waiting", "done", "dead"]


@dataclass(frozen=True)
class Task:
    """What is to be done: once for each `key`, and of a `lane` one after the other."""

    key: str
    lane: str
    content: JSON


@dataclass(frozen=True)
class Job:
    """A task in its queue: tried so many times, the next time when it is due; `error` is why the last try failed.

    `progress` is how much of it is done, as whoever does it counts.
    """

    id: int
    key: str
    lane: str
    content: JSON
    progress: int
    attempts: int
    state: State
    due: datetime
    error: str


class SqlJobs:
    """One queue; several processes may work on it. Every method raises StoreUnavailable."""

    def __init__(self, database: Database, queue: str) -> None:
        self._database, self._queue = database, queue
        self.news = asyncio.Event()

    async def put(self, tasks: Sequence[Task], at: datetime) -> None:
        """Add those whose key is not there, in one transaction."""
        if tasks:
            await self._database.write(lambda connection: self._insert(connection, tasks, at))
            self.news.set()

    async def follow(self, tasks: Sequence[Task], at: datetime, cursor: str, expected: str) -> None:
        """Add tasks that follow from the log as far as `cursor`, in the same transaction.

        `expected` is the cursor of the last time. Raises Conflict when another process was there in between.
        """

        def moved(connection: Connection) -> None:
            here = (cursors.c.reader == self._queue) & (cursors.c.cursor == expected)
            if connection.execute(update(cursors).where(here).values(cursor=cursor)).rowcount != 1:
                raise Conflict(f"another process has filled the {self._queue}")
            if tasks:
                self._insert(connection, tasks, at)

        await self._database.write(moved)
        self.news.set()

    async def cursor(self) -> str:
        """The log's cursor of the last `follow`, empty at first."""
        query = select(cursors.c.cursor).where(cursors.c.reader == self._queue)
        return await self._database.read(lambda connection: str(connection.execute(query).scalar_one()))

    async def take(self, now: datetime, until: datetime, most: int) -> list[Job]:
        """The first jobs of their lanes that are due, at most so many, which nobody else gets before `until`."""
        if not await self._database.read(lambda connection: self._heads(connection, now, 1)):
            return []
        return await self._database.write(partial(self._take, now=now, until=until, most=most))

    async def advance(self, job: Job, progress: int, until: datetime) -> None:
        """Note how much is done, and keep the job until then."""
        await self._change([job.id], progress=progress, due=until)

    async def finish(self, job: Job) -> None:
        """The job is done and stays as a record."""
        await self._change([job.id], state="done", error="")

    async def forget(self, job: Job) -> None:
        """The job is done, and what it did is recorded elsewhere."""
        gone = delete(jobs).where(jobs.c.queue == self._queue, jobs.c.id == job.id)
        await self._database.write(lambda connection: connection.execute(gone))

    async def postpone(self, job: Job, due: datetime, error: str) -> None:
        """Try again when it is due."""
        await self._change([job.id], due=due, error=error)

    async def bury(self, job: Job, error: str) -> None:
        """Give up; the lane goes on."""
        await self._change([job.id], state="dead", error=error)

    async def revive(self, ids: Collection[int], now: datetime) -> int:
        """Try those again that were given up, at once; returns how many there were."""
        return await self._change(ids, jobs.c.state == "dead", state="waiting", attempts=0, due=now)

    async def unfinished(self) -> list[Job]:
        """All jobs that wait or were given up, in order."""
        query = select(jobs).where(jobs.c.queue == self._queue, jobs.c.state != "done").order_by(jobs.c.id)
        return await self._database.read(lambda connection: [_job(row) for row in connection.execute(query)])

    async def _change(self, ids: Collection[int], *conditions: Any, **values: Any) -> int:
        changed = update(jobs).where(jobs.c.queue == self._queue, jobs.c.id.in_(ids), *conditions).values(**values)
        count = await self._database.write(lambda connection: connection.execute(changed).rowcount)
        self.news.set()
        return count

    def _insert(self, connection: Connection, tasks: Sequence[Task], at: datetime) -> None:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        fresh = {"queue": self._queue, "progress": 0, "attempts": 0, "state": "waiting", "due": at, "error": ""}
        rows = [{**fresh, "key": task.key, "lane": task.lane, "content": dict(task.content)} for task in tasks]
        connection.execute(insert(jobs).on_conflict_do_nothing(), rows)

    def _take(self, connection: Connection, now: datetime, until: datetime, most: int) -> list[Job]:
        taken = []
        for job in self._heads(connection, now, most):
            # Whoever changes `due` first has it.
            mine = (jobs.c.id == job.id) & (jobs.c.due == job.due) & (jobs.c.state == "waiting")
            if connection.execute(update(jobs).where(mine).values(due=until, attempts=job.attempts + 1)).rowcount:
                taken.append(job)
        return taken

    def _heads(self, connection: Connection, now: datetime, most: int) -> list[Job]:
        waiting = (jobs.c.queue == self._queue) & (jobs.c.state == "waiting")
        before = jobs.alias()
        earlier = select(before.c.id).where(
            before.c.queue == self._queue, before.c.state == "waiting", before.c.lane == jobs.c.lane, before.c.id < jobs.c.id
        )
        query = select(jobs).where(waiting, jobs.c.due <= now, ~earlier.exists()).order_by(jobs.c.due, jobs.c.id).limit(most)
        return [_job(row) for row in connection.execute(query)]


def _job(row: Any) -> Job:
    return Job(row.id, row.key, row.lane, row.content, row.progress, row.attempts, row.state, row.due, row.error)
