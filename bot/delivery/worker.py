"""Works on a queue: lanes beside each other, the jobs of a lane in order, each tried until it is done or hopeless."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog

from analytics.stores import StoreUnavailable
from analytics.stores.jobs import Job, SqlJobs
from bot.errors import Busy, TryLater, TurnTimeout, Undeliverable

AT_ONCE = 16
TRIES = 16
"""Then the job is dead; the pauses between them are an hour and three quarters together."""

FIRST, LONGEST, LONGEST_ASKED = 1.0, 900.0, 3600.0
"""Seconds: the first pause, which doubles up to the longest, and the longest that a platform may ask for."""

LEASE = timedelta(seconds=30)
"""For how long nobody else tries what a worker has taken; longer than one turn or one request may take."""

POLL, RETRY = 0.5, 1.0
"""Seconds between two looks for what is due, and until the next when the database was away."""

LONGEST_ERROR = 500
Do = Callable[[Job], Awaitable[None]]
Observe = Callable[[str], None]
log = structlog.get_logger(__name__)


def clock() -> datetime:
    """The clock of queues."""
    return datetime.now(UTC)


def pause(attempts: int, asked: float) -> float:
    """Seconds until the next try after so many: doubled each time, at random down to the half, never less than was asked for."""
    usual = min(FIRST * 2.0 ** (attempts - 1), LONGEST) * random.uniform(0.5, 1)
    return max(usual, min(asked, LONGEST_ASKED))


class Worker:
    """Has each job of a queue done by `do`, then put away by `done`; `observe` is told how every try ended."""

    def __init__(self, jobs: SqlJobs, do: Do, done: Do, observe: Observe, now: Callable[[], datetime] = clock) -> None:
        self._jobs, self._do, self._done, self._observe, self._now = jobs, do, done, observe, now
        self._busy = 0

    async def run(self) -> None:
        """Work until cancelled; a database that goes away is waited for."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._jobs.news.clear()
                taken = await self._taken()
                for job in taken:
                    self._busy += 1
                    group.create_task(self._one(job))
                if not taken:
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(POLL):
                            await self._jobs.news.wait()

    async def _taken(self) -> list[Job]:
        free = AT_ONCE - self._busy
        if not free:
            return []
        try:
            return await self._jobs.take(self._now(), self._now() + LEASE, free)
        except StoreUnavailable as error:
            log.warning("queue_waits", reason=str(error))
            await asyncio.sleep(RETRY)
            return []

    async def _one(self, job: Job) -> None:
        try:
            await self._settle(job)
        except StoreUnavailable as error:
            # It comes again when its lease is over; what was done meanwhile is told by its key or its source.
            log.warning("job_unsettled", job=job.key, reason=str(error))
        finally:
            self._busy -= 1
            self._jobs.news.set()

    async def _settle(self, job: Job) -> None:
        try:
            await self._do(job)
        except Undeliverable as hopeless:
            await self._bury(job, str(hopeless))
        except (TryLater, Busy, TurnTimeout) as failure:
            await self._postpone(job, str(failure) or type(failure).__name__, getattr(failure, "seconds", 0.0))
        except StoreUnavailable:
            raise
        except Exception as error:
            log.exception("job_failed", job=job.key)
            await self._postpone(job, type(error).__name__, 0.0)
        else:
            await self._done(job)
            self._observe("done")

    async def _postpone(self, job: Job, error: str, asked: float) -> None:
        attempts = job.attempts + 1
        if attempts >= TRIES:
            await self._bury(job, error)
            return
        await self._jobs.postpone(job, self._now() + timedelta(seconds=pause(attempts, asked)), error[:LONGEST_ERROR])
        self._observe("later")

    async def _bury(self, job: Job, error: str) -> None:
        await self._jobs.bury(job, error[:LONGEST_ERROR])
        self._observe("dead")
        log.warning("job_dead", job=job.key, reason=error[:LONGEST_ERROR])
