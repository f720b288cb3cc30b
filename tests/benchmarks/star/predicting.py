"""What our flows do next in a dialogue of which everything before is as it was."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from analytics.events import ConfirmationAsked, Event, FlowEnded, FlowStarted, SlotAsked, SlotFilled
from analytics.profiles import Profile
from bot.conversation import Conversation, applied
from bot.messages import Message
from bot.policies import Situation
from bot.policies._confirming import AGREES, NO, REFUSES, YES
from bot.policies.flows import Flows
from nlu.understanding import Intent, Sentiment, Understanding
from tests.benchmarks.star.charts import GOODBYE, HELLO, MORE, Chart

NOW = datetime(2026, 1, 1, tzinfo=UTC)
STEPS = 12
FAILURE = ("fail", "must provide", "not available", "cannot", "error")
GREETING = re.compile(r"\W*(hi|hello|hey|good \w+)\b(\W*\w+){0,2}\W*", re.IGNORECASE)
PARTING = re.compile(r"\b(bye|thanks?|thank you|that.?s (all|it)|that (is|was|will be) all|nope|no)\b", re.IGNORECASE)


@dataclass
class Wizard:
    """The flow of one dialogue: `text` is what the user has said since the last action, `worked` whether the query did."""

    chart: Chart
    conversation: Conversation = field(default_factory=lambda: Conversation("star"))
    text: str = ""
    worked: bool = True
    queried: bool = False
    last: str = ""

    def next(self) -> str:
        """The label of the next action."""
        if not self.last and GREETING.fullmatch(self.text):
            return HELLO
        if self.last == GOODBYE:
            return GOODBYE
        if self.queried and not self._over():
            return self.chart.found if self.worked else self.chart.failed
        situation = _situation(self.conversation, self.text)
        for _ in range(STEPS):
            decision = Flows().decide(situation)
            if decision is None:
                break
            situation = _after(situation, decision.events)
            if label := self._label(decision.action, decision.events):
                return label
        return self.chart.asks[0]

    def hear(self, event: Mapping[str, Any]) -> None:
        """Take what the user said, or the query's answer."""
        if event["Agent"] == "User":
            self.text = event.get("Text", "")
        elif event["Agent"] == "KnowledgeBase":
            said = str(event.get("Item", {})).lower()
            self.queried = True
            self.worked = event.get("TotalItems", 1) != 0 and not any(word in said for word in FAILURE)

    def done(self, label: str) -> None:
        """Go on from the action that was taken, whatever had been expected."""
        events: tuple[Event, ...] = ()
        if label in (*self.chart.asks, *self.chart.detour):
            events = tuple(self._until(label))
        elif label in (self.chart.found, self.chart.failed):
            events = (FlowStarted(flow=self.chart.task + MORE),)
        elif label == self.chart.more:
            events = (ConfirmationAsked(flow=self.chart.task + MORE, attempt=1),)
        for event in events:
            self.conversation = applied(event, self.conversation)
        self.queried = self.queried and not events
        self.text, self.last = "", label

    def _until(self, label: str) -> Iterator[Event]:
        """The flow with everything asked that comes before."""
        path = (*self.chart.asks[:1], *self.chart.detour, *self.chart.asks[1:])
        missing = label in self.chart.detour
        if self.conversation.flow is None or self.conversation.flow.name != self.chart.task:
            yield FlowStarted(flow=self.chart.task)
        if self.chart.detour and (missing or "info" not in self.conversation.slots):
            yield SlotFilled(slot="info", value="missing" if missing else "given")
        beside = self.chart.skipped if missing else self.chart.detour
        for name in (one for one in path[: path.index(label)] if one not in beside):
            yield SlotFilled(slot=name, value="given")
        yield SlotAsked(flow=self.chart.task, slot=label, attempt=1)

    def _over(self) -> bool:
        flow = self.conversation.flow
        return flow is not None and flow.name.endswith(MORE)

    def _label(self, action: str, events: Sequence[Event]) -> str:
        for event in events:
            match event:
                case SlotAsked(slot=slot):
                    return slot
                case ConfirmationAsked():
                    return self.chart.more
                case FlowEnded():
                    return GOODBYE
        known = {"query": self.chart.found if self.worked else self.chart.failed, "again": self.chart.asks[0]}
        return known.get(action, "")


def begun(chart: Chart) -> Wizard:
    """The wizard at the beginning of a dialogue."""
    return Wizard(chart, applied(FlowStarted(flow=chart.task), Conversation("star")))


def _situation(conversation: Conversation, text: str) -> Situation:
    intent = YES if AGREES.match(text) else NO if REFUSES.match(text) or PARTING.search(text) else "product_usage"
    tone, vector = Sentiment("neutral", 1.0), np.zeros(2, np.float32)
    understanding = Understanding(text, "en", (Intent(intent, 0.5),), False, tone, (), "none", vector)
    message = Message("1", "star", "user", "test", text)
    return Situation(message, understanding, conversation, Profile(customer="user"), None, NOW)


def _after(situation: Situation, events: Sequence[Event]) -> Situation:
    conversation = situation.conversation
    for event in events:
        conversation = applied(event, conversation)
    return replace(situation, conversation=conversation, so_far=(*situation.so_far, *events))
