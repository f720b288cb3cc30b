"""Reading a whole log."""

from collections.abc import AsyncIterator, Callable

from analytics.events import Recorded
from analytics.stores import EventLog


async def everything(log: EventLog, progress: Callable[[int], None] = lambda events: None) -> AsyncIterator[Recorded]:
    """Yield every event so far; `progress` is told their number after each batch. Raises StoreUnavailable."""
    cursor, done = "", 0
    while True:
        cursor, recorded = await log.batch(cursor)
        if not recorded:
            return
        for one in recorded:
            yield one
        done += len(recorded)
        progress(done)
