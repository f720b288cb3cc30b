"""What people do: they come and go, take a conversation, answer, give it back and close it; each once, and only as it stands."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

from analytics.events import (
    AgentArrived,
    AgentLeft,
    AgentReplied,
    ConversationClosed,
    Event,
    HandedBack,
    Recorded,
    SuggestionEdited,
    SuggestionRefused,
    SuggestionTaken,
)
from analytics.stores import Conflict, Duplicate, EventLog
from bot.handover.desk import Desk, given
from bot.handover.packet import Packet, packet, suggested_by
from bot.handover.queue import Agent, Case, Queue

TRIES = 10
PAUSE = 0.02
"""Seconds until the next try, while what another worker wrote is not yet in the queue."""

SOURCE = "desk"

Verdict = Literal["taken", "edited", "refused"]
"""What a person's answer makes of what the assistant suggested."""

VERDICTS: Mapping[Verdict, Callable[..., Event]] = {
    "taken": SuggestionTaken,
    "edited": SuggestionEdited,
    "refused": SuggestionRefused,
}


class Refused(Exception):
    """What cannot be done as things stand; `code` is that of a `bot.edge.problems.Problem`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Counter:
    """The people's side of `desk`, whose log is `events`; every method raises StoreUnavailable."""

    def __init__(self, events: EventLog, desk: Desk, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._log, self._desk, self._now = events, desk, now

    async def queue(self) -> tuple[Queue, dict[str, float | None]]:
        """The queue as it is now, and in how many seconds each one who waits is likely served."""
        return await self._desk.refresh(), self._desk.seconds()

    async def come(self, agent: Agent) -> None:
        """Be there from now on, or go on with another capacity, skills or languages; those who wait come at once."""
        arrived = AgentArrived(
            agent=agent.name,
            capacity=agent.capacity,
            skills=tuple(sorted(agent.skills)),
            languages=tuple(sorted(agent.languages)),
        )
        await self._presence(agent.name, arrived)

    async def go(self, agent: str) -> None:
        """Be away; the conversations that are still this person's wait again. Nothing happens when they are away already."""
        if agent in (await self._desk.refresh()).agents:
            await self._presence(agent, AgentLeft(agent=agent))

    async def take(self, agent: str, conversation: str) -> None:
        """Have a conversation that waits, out of its turn; raises Refused."""
        await self._write(conversation, lambda queue: given(_takeable(queue, agent, conversation), agent))

    async def reply(self, agent: str, conversation: str, message_id: str, text: str, suggestion: Verdict | None = None) -> int:
        """Answer the customer and return the answer's position; the same `message_id` again is written once.

        `suggestion` is what the answer makes of what the assistant suggested. Raises Refused.
        """
        source_id = f"{conversation}/{agent}/{message_id}"
        if recorded := await self._log.turn(SOURCE, source_id):
            return recorded[0].position
        said: list[Event] = [AgentReplied(agent=agent, text=text)]
        if suggestion:
            await self._suggested(conversation)
            said.append(VERDICTS[suggestion](agent=agent))
        return (await self._write(conversation, lambda queue: _of(queue, agent, conversation, *said), source_id))[0].position

    async def release(self, agent: str, conversation: str) -> None:
        """Give the conversation back to the assistant; raises Refused."""
        await self._write(conversation, lambda queue: _of(queue, agent, conversation, HandedBack(agent=agent)))

    async def close(self, agent: str, conversation: str) -> None:
        """Be done with the conversation; raises Refused."""
        await self._write(conversation, lambda queue: _of(queue, agent, conversation, ConversationClosed(agent=agent)))

    async def packet(self, conversation: str) -> Packet:
        """What a person should know of the conversation; raises Refused for one that needs nobody."""
        _known(await self._desk.refresh(), conversation)
        return packet(await self._log.read(conversation), self._now())

    async def _suggested(self, conversation: str) -> None:
        if suggested_by([entry.event for entry in await self._log.read(conversation)]) is None:
            raise Refused("no_suggestion")

    async def _presence(self, agent: str, event: Event) -> None:
        conversation = f"agent:{agent}"
        for _ in range(TRIES):
            past = await self._log.read(conversation)
            try:
                await self._log.append(conversation, len(past), (event,))
            except Conflict:
                continue
            await self._desk.refresh()
            return
        raise Refused("written_meanwhile")

    async def _write(
        self, conversation: str, decide: Callable[[Queue], Sequence[Event]], source_id: str = ""
    ) -> tuple[Recorded, ...]:
        """Append what `decide` makes of the queue, anew as long as somebody else writes first."""
        for _ in range(TRIES):
            queue = await self._desk.refresh()
            events, position = decide(queue), _known(queue, conversation).position
            try:
                recorded = await self._log.append(conversation, position, events, SOURCE if source_id else "", source_id)
            except Conflict:
                await asyncio.sleep(PAUSE)
            except Duplicate as duplicate:
                return duplicate.recorded
            else:
                await self._desk.refresh()
                return recorded
        raise Refused("written_meanwhile")


def _known(queue: Queue, conversation: str) -> Case:
    case = queue.cases.get(conversation)
    if case is None:
        raise Refused("not_in_queue")
    return case


def _takeable(queue: Queue, agent: str, conversation: str) -> Case:
    case, present = _known(queue, conversation), queue.agents.get(agent)
    if case.agent:
        raise Refused("taken_already")
    if present is None:
        raise Refused("not_present")
    if not present.able(case):
        raise Refused("not_able")
    if not queue.takes(agent, case):
        raise Refused("no_capacity")
    return case


def _of(queue: Queue, agent: str, conversation: str, *events: Event) -> tuple[Event, ...]:
    if _known(queue, conversation).agent != agent:
        raise Refused("not_yours")
    return events
