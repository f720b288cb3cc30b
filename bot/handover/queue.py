"""The queue for people as a pure machine: folded from the log, the same events always give the same queue.

Whoever waits is ordered by priority, then by when they came. A position counts those of the same language and skill, because
only they wait for the same people. It can rise for two causes, which the customer is told: somebody more urgent came, or a
person left and whom they served waits again. Nobody moves for any other cause, so that priorities need no pretence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import singledispatch
from typing import Literal

from analytics import events
from analytics.events import Event, Recorded

Cause = Literal["", "urgent", "returned"]
"""Why a position rose, when that was its last move: somebody more urgent came, or somebody lost the person who served them."""

REMEMBERED = 50
"""Conversations whose handling times count."""


@dataclass(frozen=True)
class Agent:
    """A person who is present, for `capacity` conversations at once."""

    name: str
    capacity: int
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def able(self, case: "Case") -> bool:
        """Whether this person has the skill and speaks the language that `case` needs."""
        return (not case.skill or case.skill in self.skills) and (not case.language or case.language in self.languages)


@dataclass(frozen=True)
class Case:
    """A conversation that needs a person: it waits, or `agent` has had it from `taken` on.

    `chat` is somebody who waits there; a `message` was left and comes after all chats. `number` counts arrivals, `position` is
    that of the conversation's last event, by which one appends to it.
    """

    conversation: str
    kind: Literal["chat", "message"]
    number: int
    since: datetime
    position: int
    reason: str
    skill: str = ""
    language: str = ""
    priority: int = 0
    agent: str = ""
    taken: datetime | None = None
    cause: Cause = ""

    @property
    def order(self) -> tuple[bool, int, int]:
        """What sorts those who wait."""
        return self.kind == "message", -self.priority, self.number

    def beside(self, other: "Case") -> bool:
        """Whether the two are in one line: chats of the same language and skill."""
        return self.kind == other.kind == "chat" and (self.language, self.skill) == (other.language, other.skill)


@dataclass(frozen=True)
class Queue:
    """Who is present, who waits and who is served; `handled` are the seconds that the latest conversations took."""

    agents: Mapping[str, Agent] = field(default_factory=dict, hash=False)
    cases: Mapping[str, Case] = field(default_factory=dict, hash=False)
    handled: tuple[float, ...] = ()
    arrivals: int = 0

    @property
    def waiting(self) -> list[Case]:
        """Those who wait, the next one first."""
        return sorted((case for case in self.cases.values() if not case.agent), key=lambda case: case.order)

    def served(self, agent: str) -> list[Case]:
        """The conversations that the person has."""
        return [case for case in self.cases.values() if case.agent == agent]

    def takes(self, agent: str, case: Case) -> bool:
        """Whether the person is there, has time for one more, and is able to serve `case`."""
        present = self.agents.get(agent)
        return present is not None and present.able(case) and len(self.served(agent)) < present.capacity

    def place(self, case: Case) -> int:
        """The position of a chat that waits, from 1 on."""
        return 1 + sum(other.order < case.order for other in self.cases.values() if not other.agent and other.beside(case))


def fold(queue: Queue, recorded: Iterable[Recorded]) -> Queue:
    """`queue` after the `recorded` events, in the log's order."""
    for entry in recorded:
        queue = applied(entry.event, queue, entry)
        case = queue.cases.get(entry.conversation)
        if case is not None and case.position < entry.position:
            queue = _with(queue, replace(case, position=entry.position))
    return queue


@singledispatch
def applied(event: Event, queue: Queue, entry: Recorded) -> Queue:
    """`queue` after `event`, of which `entry` says where and when; most kinds change nothing."""
    return queue


@applied.register
def _(event: events.HandedOff, queue: Queue, entry: Recorded) -> Queue:
    known = queue.cases.get(entry.conversation)
    if known is not None and known.kind == "chat":
        return queue  # whoever waits or is served already loses nothing and gains nothing
    number = queue.arrivals + 1
    case = Case(
        entry.conversation, "chat", number, entry.at, entry.position, event.reason, event.skill, event.language, event.priority
    )
    return _joined(replace(queue, arrivals=number), case, "urgent")


@applied.register
def _(event: events.MessageLeft, queue: Queue, entry: Recorded) -> Queue:
    if entry.conversation in queue.cases:
        return queue
    number = queue.arrivals + 1
    case = Case(entry.conversation, "message", number, entry.at, entry.position, "message left", event.skill, event.language)
    return _joined(replace(queue, arrivals=number), case, "urgent")


@applied.register
def _(event: events.AgentArrived, queue: Queue, entry: Recorded) -> Queue:
    agent = Agent(event.agent, event.capacity, frozenset(event.skills), frozenset(event.languages))
    return replace(queue, agents={**queue.agents, agent.name: agent})


@applied.register
def _(event: events.AgentLeft, queue: Queue, entry: Recorded) -> Queue:
    present = {name: agent for name, agent in queue.agents.items() if name != event.agent}
    left = queue.served(event.agent)
    queue = replace(queue, agents=present)
    for case in left:
        queue = _joined(queue, replace(case, agent="", taken=None, cause=""), "returned")
    return queue


@applied.register
def _(event: events.ConversationAssigned, queue: Queue, entry: Recorded) -> Queue:
    case = queue.cases.get(entry.conversation)
    # Two workers may have given one person two conversations at once; by the log's order only what fits counts.
    if case is None or case.agent or not queue.takes(event.agent, case):
        return queue
    return _moved_up(_with(queue, replace(case, agent=event.agent, taken=entry.at, cause="")), case)


@applied.register(events.HandedBack)
@applied.register(events.ConversationClosed)
@applied.register(events.HandoverWithdrawn)
def _(event: Event, queue: Queue, entry: Recorded) -> Queue:
    case = queue.cases.get(entry.conversation)
    if case is None:
        return queue
    left = {name: other for name, other in queue.cases.items() if name != entry.conversation}
    handled = queue.handled
    if case.taken is not None:
        handled = (*handled, (entry.at - case.taken).total_seconds())[-REMEMBERED:]
    queue = replace(queue, cases=left, handled=handled)
    return queue if case.agent else _moved_up(queue, case)


def _joined(queue: Queue, case: Case, cause: Cause) -> Queue:
    """`case` among those who wait; whoever is behind it in its line has a reason to be."""
    behind = {name: replace(other, cause=cause) for name, other in _behind(queue, case).items()}
    return replace(queue, cases={**queue.cases, **behind, case.conversation: case})


def _moved_up(queue: Queue, gone: Case) -> Queue:
    """Those who were behind `gone`, which no longer waits."""
    ahead: dict[str, Case] = {name: replace(other, cause="") for name, other in _behind(queue, gone).items()}
    return replace(queue, cases={**queue.cases, **ahead})


def _behind(queue: Queue, case: Case) -> Mapping[str, Case]:
    waiting = (other for other in queue.cases.values() if not other.agent and other.beside(case))
    return {other.conversation: other for other in waiting if other.order > case.order}


def _with(queue: Queue, case: Case) -> Queue:
    return replace(queue, cases={**queue.cases, case.conversation: case})
