"""Where events, profiles and counted attempts are kept."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from analytics.events import Event, Recorded
from analytics.profiles import Profile


class Conflict(Exception):
    """Somebody else wrote first, another turn of the conversation or later profiles; read again and decide anew."""


class Duplicate(Exception):
    """The source's event is in the log already; `recorded` are that turn's events as they were written."""

    def __init__(self, recorded: tuple[Recorded, ...]) -> None:
        super().__init__(f"appended before at position {recorded[0].position}" if recorded else "appended before")
        self.recorded = recorded


class StoreUnavailable(Exception):
    """The database cannot be used; the message is one sentence.

    What was to be written counts as not stored. When the connection broke during the commit itself it may be there all the same:
    the same source id again tells (Duplicate).
    """


class Closed(Exception):
    """Too much was attempted already; `until` is when the next attempt may be made."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"closed until {until.isoformat()}")
        self.until = until


class TurnLog(Protocol):
    """What a dialogue needs of the log: conversations, turn by turn."""

    async def append(
        self, conversation: str, expected: int, events: Sequence[Event], source: str = "", source_id: str = ""
    ) -> tuple[Recorded, ...]:
        """Write one turn's `events` in one transaction and return when they are durable.

        `expected` is the position of the conversation's last event (0 when it has none). With a `source`, the turn is written
        once for each (source, source_id). Raises Duplicate, Conflict, StoreUnavailable after 5 seconds at the latest, or
        ValueError for what not every database can keep (no event at all, NUL, a lone surrogate, NaN, a key of more than 1200
        bytes).
        """
        ...

    async def read(self, conversation: str, after: int = 0) -> tuple[Recorded, ...]:
        """The conversation's events with a position above `after`, in order."""
        ...

    async def turn(self, source: str, source_id: str) -> tuple[Recorded, ...]:
        """The events that were appended together with this source id; empty when there are none."""
        ...


class EventLog(TurnLog, Protocol):
    """The one truth: an append-only list of events for each conversation."""

    async def batch(self, after: str = "") -> tuple[str, tuple[Recorded, ...]]:
        """The next events of all conversations and the cursor to go on from; no events when there are none yet.

        A cursor is opaque; raises ValueError for one that this log did not make.
        """
        ...

    def tail(self, after: str = "") -> AsyncIterator[tuple[str, tuple[Recorded, ...]]]:
        """Such batches forever, each event once and none left out; raises StoreUnavailable when the database goes away."""
        ...

    async def durability(self) -> str:
        """`full` when what was appended survives a loss of power, else `reduced: ` and the setting that is to blame."""
        ...

    async def close(self) -> None:
        """Finish what is under way and let the database go."""
        ...


class ProfileStore(Protocol):
    """Customers' profiles and how far the log has been read into them."""

    async def get(self, customer: str) -> Profile | None:
        """The customer's profile, None for somebody unknown; a second old at most where other processes write."""
        ...

    async def load(self, customers: Collection[str]) -> Mapping[str, Profile]:
        """The profiles of those who have one, as they are stored now."""
        ...

    async def save(self, profiles: Sequence[Profile], cursor: str, expected: str) -> None:
        """Write profiles and the log's cursor in one transaction.

        `expected` is the cursor of the last save. Raises Conflict when another process saved in between.
        """
        ...

    async def cursor(self) -> str:
        """The log's cursor of the last save, empty at first."""
        ...

    async def clear(self) -> None:
        """Forget all profiles and the cursor, so that the log is read anew."""
        ...
