"""A real log with a desk and a counter over it, on SQLite and on PostgreSQL, and what customers do there."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from analytics.events import Event, MessageReceived, MessageUnderstood, Recorded
from analytics.stores import EventLog
from analytics.stores.opening import open_stores
from bot.handover.counter import Counter
from bot.handover.desk import Desk
from bot.handover.queue import Agent

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
USUAL = 360.0  # seconds
ANNA = Agent("anna", 2, frozenset(), frozenset({"en", "zh"}))
LIN = Agent("林梅", 1, frozenset({"disputes"}), frozenset({"zh"}))


@dataclass
class Script:
    """Events as a log would record them: of each conversation in order, a minute after each other."""

    ids: int = 0

    def __post_init__(self) -> None:
        self._last: dict[str, int] = {}

    def __call__(self, conversation: str, *events: Event, at: datetime | None = None) -> list[Recorded]:
        found = []
        for event in events:
            self.ids += 1
            position = self._last[conversation] = self._last.get(conversation, 0) + 1
            moment = at or NOW + timedelta(minutes=self.ids)
            found.append(Recorded(id=self.ids, conversation=conversation, position=position, at=moment, event=event))
        return found


@pytest.fixture
def script() -> Script:
    return Script()


@dataclass(frozen=True)
class Office:
    """One worker: its log, its view of the queue, and what its people do."""

    log: EventLog
    desk: Desk
    counter: Counter

    async def happens(self, conversation: str, *events: Event) -> None:
        """Append to the end of a conversation, as a turn does."""
        await self.log.append(conversation, len(await self.log.read(conversation)), events)


@pytest.fixture
async def open_office(anyio_backend: str) -> AsyncIterator[Callable[[str], Office]]:
    """Opens workers over a database."""
    opened: list[Office] = []

    def make(url: str) -> Office:
        log = open_stores(url).log
        desk = Desk(log, USUAL)
        opened.append(Office(log, desk, Counter(log, desk)))
        return opened[-1]

    yield make
    for office in opened:
        await office.log.close()


@pytest.fixture
def office(open_office: Callable[[str], Office], database_url: str) -> Office:
    return open_office(database_url)


def wrote(text: str, number: int = 1, language: str = "en", sentiment: str = "neutral", payload: str = "") -> tuple[Event, ...]:
    """A customer's message and how it was understood."""
    name = f"m{number}"
    return (
        MessageReceived(message_id=name, channel="websocket", customer="ann", text=text, payload=payload),
        MessageUnderstood(
            message_id=name,
            language=language,
            intents=(("complaint", 0.9),),
            out_of_scope=False,
            sentiment=sentiment,
            sentiment_score=0.9,
            entities=(),
            model="m",
        ),
    )
