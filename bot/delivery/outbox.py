"""Replies on their way to platforms: the log says what was said, and what was said is delivered, in order."""

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import httpx
import structlog

from analytics.events import AgentReplied, Event, MessageReceived, Recorded, ReplySent
from analytics.stores import Conflict, EventLog, StoreUnavailable
from analytics.stores.jobs import Job, SqlJobs, Task
from bot.channels._platform import Call, Platform
from bot.delivery.worker import LEASE, RETRY, clock
from bot.errors import TryLater, Undeliverable
from bot.messages import Reply, reply_from_json

SECONDS = 10.0
"""How long one request may take."""

SAVED_EVERY = 100
"""Events after which the place in the log is saved even when none of them is for a platform."""

_KEYS = uuid.UUID("5f1c1f0a-3b8e-4a7e-9d0c-6a2f0e7b9c11")
log = structlog.get_logger(__name__)


class Outbox:
    """Follows the log for conversations of `platforms`, and delivers.

    A message is told twice only when a platform took it and the answer was lost, unless the platform knows our keys.
    """

    def __init__(
        self, events: EventLog, jobs: SqlJobs, platforms: Mapping[str, Platform], now: Callable[[], datetime] = clock
    ) -> None:
        self._log, self._jobs, self._platforms, self._now = events, jobs, platforms, now
        self._client = httpx.AsyncClient(timeout=SECONDS)

    async def follow(self) -> None:
        """Queue what the log says until cancelled; a database that goes away is waited for."""
        while True:
            try:
                await self._follow()
            except Conflict:
                await asyncio.sleep(RETRY)  # another process was faster, and what it queued is queued
            except StoreUnavailable as error:
                log.warning("outbox_waits", reason=str(error))
                await asyncio.sleep(RETRY)

    async def deliver(self, job: Job) -> None:
        """Have a platform show what was said; raises TryLater or Undeliverable."""
        name, _, address = job.lane.partition(":")
        if name not in self._platforms:
            raise Undeliverable(f"there is no channel {name}; name it in [bot] channels")
        platform = self._platforms[name]
        replies = _replies(await self._event(job, platform.window))
        calls = [call for reply in replies for call in platform.shown(address, reply)]
        for number, call in enumerate(calls[job.progress :], job.progress + 1):
            await self._send(platform, call, str(uuid.uuid5(_KEYS, f"{job.key}/{number}")))
            if number < len(calls):
                await self._jobs.advance(job, number, self._now() + LEASE)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _follow(self) -> None:
        saved, unsaved = await self._jobs.cursor(), 0
        async for reached, recorded in self._log.tail(saved):
            tasks, unsaved = self._tasks(recorded), unsaved + len(recorded)
            if tasks or unsaved >= SAVED_EVERY:
                await self._jobs.follow(tasks, self._now(), reached, saved)
                saved, unsaved = reached, 0

    def _tasks(self, recorded: Sequence[Recorded]) -> list[Task]:
        return [
            Task(f"{entry.conversation}/{entry.position}", entry.conversation, {"position": entry.position})
            for entry in recorded
            if entry.conversation.partition(":")[0] in self._platforms and _replies(entry.event)
        ]

    async def _event(self, job: Job, window: timedelta | None) -> Event:
        position = job.content["position"]
        recorded = await self._log.read(job.lane, position - 1 if window is None else 0)
        if window is not None and _heard(recorded) < self._now() - window:
            raise Undeliverable(f"the customer wrote last more than {window / timedelta(hours=1):g} hours ago")
        for entry in recorded:
            if entry.position == position:
                return entry.event
        raise Undeliverable("the log has no such reply any more")

    async def _send(self, platform: Platform, call: Call, key: str) -> None:
        try:
            answer = await self._client.post(call.url, json=call.body, headers=platform.headers(key))
        except httpx.TransportError as error:
            raise TryLater(f"{platform.name} does not answer: {type(error).__name__}") from None
        platform.accepted(answer)


def _heard(recorded: Sequence[Recorded]) -> datetime:
    """When the customer wrote last."""
    heard = [entry.at for entry in recorded if isinstance(entry.event, MessageReceived)]
    return heard[-1] if heard else datetime.min.replace(tzinfo=UTC)


def _replies(event: Event) -> Sequence[Reply]:
    match event:
        case ReplySent(replies=replies):
            return [reply_from_json(values) for values in replies]
        case AgentReplied(text=text):
            return [Reply(text)]
    return ()
