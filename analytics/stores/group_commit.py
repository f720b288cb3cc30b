"""Appends that wait at the same time are committed together, so that they share one flush to the disk."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from analytics.events import Recorded
from analytics.stores import StoreUnavailable
from analytics.stores.rows import Append

LARGEST = 128
"""Turns in one transaction."""

PATIENCE = 5.0
"""Seconds until an append that was not written gives up."""

PAUSE = 0.005
"""Seconds before asking again for what another process holds."""

Outcome = tuple[Recorded, ...] | Exception | None
"""What became of an append: its events, why it was refused, or None to try it again in the next transaction."""

Commit = Callable[[Sequence[Append]], Awaitable[Sequence[Outcome]]]


@dataclass(frozen=True)
class _Waiting:
    append: Append
    written: asyncio.Future[tuple[Recorded, ...]]

    def settle(self, outcome: tuple[Recorded, ...] | Exception) -> None:
        if self.written.done():
            return
        if isinstance(outcome, Exception):
            self.written.set_exception(outcome)
        else:
            self.written.set_result(outcome)


class GroupCommit:
    """Gathers appends of one event loop while the transaction before them is under way."""

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._queue: deque[_Waiting] = deque()
        self._task: asyncio.Task[None] | None = None

    async def append(self, append: Append) -> tuple[Recorded, ...]:
        """The append's events once they are durable; raises what its outcome says, or StoreUnavailable when it takes too long."""
        waiting = _Waiting(append, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())
        try:
            return await asyncio.wait_for(waiting.written, PATIENCE)
        except TimeoutError:
            raise StoreUnavailable(f"the database took longer than {PATIENCE:g} seconds: it is slow or locked") from None

    async def close(self) -> None:
        """Wait until everything that waits is settled."""
        if self._task is not None:
            await self._task

    async def _drain(self) -> None:
        try:
            while batch := self._next():
                outcomes = await self._commit([waiting.append for waiting in batch])
                await self._settle(batch, outcomes)
        finally:
            # Only a fault in the program gets here with work left; nobody may wait for it in vain.
            for waiting in (*batch, *self._queue):
                waiting.settle(StoreUnavailable("the writer stopped: see the log"))
            self._queue.clear()

    def _next(self) -> list[_Waiting]:
        """The oldest that somebody still waits for."""
        batch: list[_Waiting] = []
        while self._queue and len(batch) < LARGEST:
            waiting = self._queue.popleft()
            if not waiting.written.done():
                batch.append(waiting)
        return batch

    async def _settle(self, batch: Sequence[_Waiting], outcomes: Sequence[Outcome]) -> None:
        """Tell everybody; those that have to try again go to the end of the queue, so that they hold nobody up."""
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if outcome is None:
                self._queue.append(waiting)
            else:
                waiting.settle(outcome)
        if all(outcome is None for outcome in outcomes):
            await asyncio.sleep(PAUSE)
