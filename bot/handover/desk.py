"""Keeps the queue as the log has it, gives those who wait to those who are free, and tells open pages how they stand."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime

import structlog

from analytics.events import AgentReplied, ConversationAssigned, Event, HandedOff, Recorded
from analytics.stores import Conflict, EventLog, StoreUnavailable
from bot.channels import Place, Standing
from bot.handover.assignment import assignments, waits
from bot.handover.pages import Pages
from bot.handover.queue import Case, Queue, fold

RETRY = 1.0
"""Seconds until the next try when the database was away."""

REMINDED = 15.0
"""Seconds between two looks at how long people wait, when nothing happens."""

log = structlog.get_logger(__name__)


class Desk:
    """One follower of the log; several processes may have one each, and all of them see the same queue.

    `usual` is how many seconds a conversation takes before there were any. Whoever of them writes an assignment first wins, the
    others read on.
    """

    def __init__(self, events: EventLog, usual: float, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._log, self._usual, self._now = events, usual, now
        self._queue = Queue()
        self._cursor = ""
        self._lock = asyncio.Lock()
        self._pages = Pages()

    @property
    def queue(self) -> Queue:
        """The queue as far as the log has been read."""
        return self._queue

    async def run(self) -> None:
        """Follow the log until cancelled; a database that goes away is waited for."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._follow())
            both.create_task(self._remind())

    async def refresh(self) -> Queue:
        """The queue as it is now, after everybody who is free got who waits; raises StoreUnavailable."""
        async with self._lock:
            return await self._caught_up()

    def watch(self, conversation: str) -> AsyncIterator[Standing]:
        """How the conversation stands, at once and whenever it changes; a slow reader gets only the latest."""
        return self._pages.watch(conversation, Standing(self._places([conversation])[conversation]))

    def seconds(self) -> dict[str, float | None]:
        """How long each conversation that waits will likely wait, as `waits` gives it."""
        return waits(self._queue, self._now(), self._usual)

    async def _follow(self) -> None:
        while True:
            try:
                await self.refresh()
                await self._tail()
            except StoreUnavailable as error:
                log.warning("queue_waits", reason=str(error))
                await asyncio.sleep(RETRY)

    async def _tail(self) -> None:
        previous = self._cursor
        async for reached, recorded in self._log.tail(previous):
            async with self._lock:
                if self._cursor == previous:
                    self._fold(recorded, reached)
                # Else somebody asked for the queue meanwhile, for whom these were read already.
                await self._caught_up()
            previous = reached

    async def _remind(self) -> None:
        while True:
            await asyncio.sleep(REMINDED)
            self._tell()

    async def _caught_up(self) -> Queue:
        while True:
            reached, recorded = await self._log.batch(self._cursor)
            if recorded:
                self._fold(recorded, reached)
                await asyncio.sleep(0)  # turns go first
            elif not await self._assigned():
                self._tell()
                return self._queue

    def _fold(self, recorded: Sequence[Recorded], reached: str) -> None:
        self._queue = fold(self._queue, recorded)
        self._cursor = reached
        for entry in recorded:
            if isinstance(entry.event, AgentReplied):
                self._pages.heard(entry.conversation, entry.position)

    async def _assigned(self) -> bool:
        """Write down who gets whom; whether anything was written that is to be read now."""
        written = [await self._given(case, agent) for case, agent in assignments(self._queue)]
        return any(written)

    async def _given(self, case: Case, agent: str) -> bool:
        try:
            await self._log.append(case.conversation, case.position, given(case, agent))
        except Conflict:
            return False  # another worker was faster, or the customer wrote; the log will say
        return True

    def _tell(self) -> None:
        for conversation, place in self._places(self._pages.watched).items():
            self._pages.stand(conversation, place)

    def _places(self, conversations: Sequence[str]) -> dict[str, Place]:
        if not any(name in self._queue.cases for name in conversations):
            return {name: Place() for name in conversations}
        seconds = self.seconds()
        return {name: _place(self._queue, name, seconds.get(name)) for name in conversations}


def given(case: Case, agent: str) -> tuple[Event, ...]:
    """What gives a conversation that waits to a person; a message that was left thereby becomes a conversation with them."""
    assigned = ConversationAssigned(agent=agent)
    if case.kind == "chat":
        return (assigned,)
    return HandedOff(reason=case.reason, skill=case.skill, language=case.language, priority=case.priority), assigned


def _place(queue: Queue, conversation: str, seconds: float | None) -> Place:
    case = queue.cases.get(conversation)
    if case is None or (case.kind == "message" and not case.agent):
        return Place()
    if case.agent:
        return Place("served", agent=case.agent)
    minutes = None if seconds is None else max(1, math.ceil(seconds / 60))
    return Place("waiting", queue.place(case), minutes, case.cause)
