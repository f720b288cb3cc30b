"""A shop played event by event: real policies decide, the real queue is folded, and every promise is looked at anew.

The promises are checked by plain bookkeeping of the model's own, never by asking the queue whether it kept its rules.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from analytics.events import (
    AgentArrived,
    AgentLeft,
    AgentReplied,
    ConversationAssigned,
    ConversationClosed,
    Event,
    HandedBack,
    HandoverWithdrawn,
    MessageLeft,
    MessageReceived,
    Recorded,
    ReplySent,
)
from analytics.profiles import Profile
from bot.conversation import Conversation, applied
from bot.handover.assignment import assignments
from bot.handover.desk import given
from bot.handover.queue import Case, Queue, fold
from bot.handover.reception import Reception
from bot.messages import Message
from bot.policies import Decision, Policy, Situation
from configs import plugins
from configs.settings import load
from nlu.understanding import Intent, Language, Sentiment, Understanding

START = datetime(2026, 11, 23, tzinfo=UTC)
SAYS: Sequence[tuple[str, str, str]] = (
    ("hello", "greet", "neutral"),
    ("I want a person", "contact_human_agent", "neutral"),
    ("找人工客服", "contact_human_agent", "neutral"),
    ("this is a disgrace", "complaint", "negative"),
    ("blorb", "product_usage", "neutral"),
    ("my lawyer will call you", "product_usage", "negative"),
    ("充电宝爆炸了", "product_usage", "negative"),
    ("I don't need a person any more", "deny", "neutral"),
    ("不用人工了", "deny", "neutral"),
)
POLICIES = [plugins.build(Policy, "bot.policies", entry) for entry in load().bot.policies]
RECEPTION = replace(Reception.of(load().handover), skills={"risky topic": "disputes"})
VECTOR = np.zeros(1, np.float32)


@dataclass
class Shop:
    """Customers, people and the log so far; `violations` are the promises that were broken."""

    queue: Queue = field(default_factory=Queue)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    present: dict[str, AgentArrived] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    events: int = 0

    def says(self, name: str, number: int, language: Language) -> None:
        """A customer writes; whatever the assistant then says and does is judged and recorded."""
        text, intent, mood = SAYS[number % len(SAYS)]
        before = self.conversations.get(name, Conversation(name))
        self._record(name, MessageReceived(message_id=str(self.events), channel="test", customer=name, text=text))
        decision = self._decided(name, text, intent, mood, language)
        withdrawn = any(isinstance(event, HandoverWithdrawn) for event in decision.events)
        if before.owner == "person" and decision.says and not withdrawn:
            self.violations.append(f"the assistant spoke under a person: {decision.because}")
        self._record(name, *decision.events, ReplySent(reply_to="", replies=()))
        self.drain()

    def leaves_message(self, name: str, language: Language) -> None:
        """A customer of the assistant's leaves a message."""
        if self.conversations.get(name, Conversation(name)).owner == "assistant":
            self._record(name, MessageLeft(contact="a@b.example", text="call me", language=language))
            self.drain()

    def comes(self, agent: str, capacity: int, skilled: bool, languages: tuple[str, ...]) -> None:
        """A person comes, or changes what they can do."""
        skills = ("disputes",) if skilled else ()
        arrived = AgentArrived(agent=agent, capacity=capacity, skills=skills, languages=languages)
        self.present[agent] = arrived
        self._record(f"agent:{agent}", arrived)
        self.drain()

    def goes(self, agent: str) -> None:
        """A person goes, whether or not they were there."""
        self.present.pop(agent, None)
        self._record(f"agent:{agent}", AgentLeft(agent=agent))
        self.drain()

    def ends(self, number: int, kind: type[HandedBack] | type[ConversationClosed]) -> None:
        """Somebody gives a conversation of theirs back, or closes it."""
        if served := [case for case in self.queue.cases.values() if case.agent]:
            case = served[number % len(served)]
            self._record(case.conversation, AgentReplied(agent=case.agent, text="done"), kind(agent=case.agent))
            self.drain()

    def races(self, name: str, agent: str) -> None:
        """A worker who is behind writes an assignment that may no longer fit."""
        self._record(name, ConversationAssigned(agent=agent))
        self.drain()

    def drain(self) -> None:
        """What a desk does after whatever has happened."""
        for case, agent in assignments(self.queue):
            self._record(case.conversation, *given(case, agent))
        for case in self.queue.waiting:
            if any(self._could(agent, case) for agent in self.present):
                self.violations.append(f"{case.conversation} waits although somebody able is free")

    def _decided(self, name: str, text: str, intent: str, mood: str, language: Language) -> Decision:
        sentiment = Sentiment("negative" if mood == "negative" else "neutral", 0.9)
        understanding = Understanding(text, language, (Intent(intent, 0.9),), False, sentiment, (), "m", VECTOR)
        message = Message(str(self.events), name, name, "test", text)
        situation = Situation(message, understanding, self.conversations[name], Profile(customer=name), None, START)
        decision = next(found for policy in POLICIES if (found := policy.decide(situation)))
        return RECEPTION(decision, situation)

    def _record(self, name: str, *happened: Event) -> None:
        for event in happened:
            self.events += 1
            before = self.queue
            at = START + timedelta(seconds=self.events)
            entry = Recorded(id=self.events, conversation=name, position=self.events, at=at, event=event)
            self.queue = fold(self.queue, [entry])
            self.conversations[name] = applied(event, self.conversations.get(name, Conversation(name)))
            self._judge(before, event)

    def _judge(self, before: Queue, event: Event) -> None:
        for name, conversation in self.conversations.items():
            case = self.queue.cases.get(name)
            if (conversation.owner == "person") != (case is not None and case.kind == "chat"):
                self.violations.append(f"{name} is {conversation.owner}'s and {'in' if case else 'not in'} the queue")
        self._judge_people(before)
        self._judge_positions(before, event)

    def _judge_people(self, before: Queue) -> None:
        """Who has a conversation is present; who has just got one was able and free."""
        load = Counter(case.agent for case in self.queue.cases.values() if case.agent)
        for name, case in self.queue.cases.items():
            if not case.agent:
                continue
            seat, known = self.present.get(case.agent), before.cases.get(name)
            if seat is None:
                self.violations.append(f"{name} was assigned to {case.agent}, who is away")
            elif (known is None or known.agent != case.agent) and not (_able(seat, case) and load[case.agent] <= seat.capacity):
                self.violations.append(f"{name} was assigned to {case.agent}, who cannot take it")

    def _judge_positions(self, before: Queue, event: Event) -> None:
        old, new = _positions(before), _positions(self.queue)
        ahead = {case.conversation: case for case in self.queue.waiting}
        for name in old.keys() & new.keys():
            case = ahead[name]
            if new[name] > old[name] and not self._true(case, event, set(ahead) - set(old)):
                self.violations.append(f"{name} went from {old[name]} to {new[name]} because of {case.cause or 'nothing'}")

    def _true(self, case: Case, event: Event, came: set[str]) -> bool:
        """Whether the cause that the customer is told is the true one."""
        if case.cause == "returned":
            return isinstance(event, AgentLeft)
        return case.cause == "urgent" and any(self.queue.cases[name].priority > case.priority for name in came)

    def _could(self, agent: str, case: Case) -> bool:
        load = sum(other.agent == agent for other in self.queue.cases.values())
        return _able(self.present[agent], case) and load < self.present[agent].capacity


def _able(seat: AgentArrived, case: Case) -> bool:
    return case.skill in ("", *seat.skills) and case.language in ("", *seat.languages)


def _positions(queue: Queue) -> dict[str, int]:
    """Positions counted the slow way: along each line, in order."""
    lines: Counter[tuple[str, str]] = Counter()
    found: dict[str, int] = {}
    chats = [case for case in queue.cases.values() if case.kind == "chat" and not case.agent]
    for case in sorted(chats, key=lambda case: (-case.priority, case.number)):
        lines[case.language, case.skill] += 1
        found[case.conversation] = lines[case.language, case.skill]
    return found
