"""The JSON of the queue, of people and of packets."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.edge.texts import STRICT, Identifier, Text
from bot.handover.counter import Verdict
from bot.handover.packet import Packet
from bot.handover.queue import Agent, Case, Queue

Language = Literal["en", "zh"]


class Presence(BaseModel):
    """How many conversations at once, in which languages, with which skills."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"capacity": 3, "languages": ["en", "zh"], "skills": []}]}}

    capacity: Annotated[int, Field(ge=1, le=100)]
    languages: Annotated[list[Language], Field(min_length=1, max_length=2)]
    skills: Annotated[list[Identifier], Field(max_length=50)] = Field(default_factory=list)


class Answer(BaseModel):
    """What a person says, and what that makes of the assistant's suggestion, if any; the same `id` again is said once."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"id": "r1", "text": "Hello, I'm Anna. I look into it."}]}}

    id: Identifier
    text: Text
    suggestion: Verdict | None = None


class Said(BaseModel):
    """Where in the conversation the answer stands."""

    position: int


class Seat(BaseModel):
    """Somebody who is there."""

    name: str
    capacity: int
    languages: list[str]
    skills: list[str]
    conversations: int


class Waiting(BaseModel):
    """A conversation in the queue; `position` and `seconds` (until it is likely served) only while a chat waits."""

    conversation: str
    kind: Literal["chat", "message"]
    reason: str
    language: str
    skill: str
    priority: int
    since: datetime
    position: int | None = None
    seconds: float | None = None
    agent: str = ""


class Line(BaseModel):
    """Who waits, the next one first; who is served; and who is there."""

    waiting: list[Waiting]
    served: list[Waiting]
    agents: list[Seat]


class Attempt(BaseModel):
    """An article, a flow or an action that the assistant tried, and how that ended."""

    kind: str
    name: str
    outcome: str


class Suggested(BaseModel):
    """What the assistant would have done alone, had its `precision` (at least that) reached the `level`."""

    source: str
    name: str
    text: str
    precision: float
    level: float


class Told(BaseModel):
    """What a person gets with a conversation; see `bot.handover.packet.Packet`."""

    conversation: str
    customer: str
    language: str
    reason: str
    summary: list[str]
    slots: dict[str, str]
    tried: list[Attempt]
    mood: list[float]
    question: str
    next_step: dict[str, str]
    waited: float
    message: str
    contact: str
    verified: bool
    suggestion: Suggested | None


def line(queue: Queue, seconds: dict[str, float | None]) -> Line:
    """The queue as agents see it."""
    served = sorted((case for case in queue.cases.values() if case.agent), key=lambda case: case.number)
    return Line(
        waiting=[_waiting(queue, case, seconds.get(case.conversation)) for case in queue.waiting],
        served=[_waiting(queue, case, None) for case in served],
        agents=[_seat(queue, agent) for _, agent in sorted(queue.agents.items())],
    )


def told(packet: Packet) -> Told:
    """A packet as agents see it."""
    attempts = [Attempt(**vars(one)) for one in packet.tried]
    suggestion = Suggested(**vars(packet.suggestion)) if packet.suggestion else None
    lists = {"summary": list(packet.summary), "mood": list(packet.mood), "tried": attempts}
    return Told(**{**vars(packet), **lists, "suggestion": suggestion})


def _waiting(queue: Queue, case: Case, seconds: float | None) -> Waiting:
    chat = case.kind == "chat" and not case.agent
    same = {
        name: getattr(case, name)
        for name in ("conversation", "kind", "reason", "language", "skill", "priority", "since", "agent")
    }
    return Waiting(**same, position=queue.place(case) if chat else None, seconds=seconds if chat else None)


def _seat(queue: Queue, agent: Agent) -> Seat:
    return Seat(
        name=agent.name,
        capacity=agent.capacity,
        languages=sorted(agent.languages),
        skills=sorted(agent.skills),
        conversations=len(queue.served(agent.name)),
    )
