"""Lets a customer talk to the assistant until everything is said, and looks at where that has led."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from analytics.events import (
    ActionTaken,
    ConfirmationAsked,
    Event,
    FlowEnded,
    FlowsOffered,
    HandedOff,
    MessageReceived,
    ResumeOffered,
    SlotAsked,
)
from bot import flows
from bot.messages import Message, Reply
from bot.policies import START
from bot.testing.player import Stage
from bot.testing.script import Fixtures, Journey, Turn
from bot.testing.theatre import Theatre
from tests.benchmarks.customers.script import Customer, Twist

MOST = 14  # messages; whoever needs more is not being served
CONFIRM = "confirm"
WORDED = ("address", "wanted", "fault", "words", "title")  # in the customer's own words, with whatever slips
ALIKE = 75  # of 100
YES = {"en": "yes", "zh": "是的"}
Write = Callable[[str], str]


@dataclass(frozen=True)
class Result:
    """How it went: whether the end was the right one, what was done without a yes, and what was said."""

    right: bool
    unconfirmed: int
    ended: str
    said: tuple[str, ...]


@dataclass
class Talk:
    """A customer in front of a stage; `said` is what both say, `buttons` are the last replies', payloads by title."""

    customer: Customer
    stage: Stage
    write: Write
    twists: list[Twist]
    said: list[str] = field(default_factory=list)
    account: str = ""
    buttons: dict[str, str] = field(default_factory=dict)

    async def run(self) -> None:
        """Open, then answer until nothing is asked."""
        await self._say(self.customer.opens)
        most = len(self.said) + 2 * MOST
        while len(self.said) < most and (answer := self._answer(await self.events())):
            await self._say(answer)

    async def _say(self, text: str) -> None:
        title = self._button(text)
        payload = text.removeprefix(">") if text.startswith(">") else self.buttons.get(title, "")
        text = title or text
        worded = text if payload else self.write(text)
        number = str(len(self.said))
        channel, language = self.stage.channel, self.customer.language
        message = Message(number, self.conversation, "customer", channel, worded, payload, language, account=self.account)
        replies: Sequence[Reply] = await self.stage.respond(message)
        self.buttons = {button.title: button.payload for reply in replies for button in reply.quick_replies}
        self.said += [f"> {worded}", *(f"  < {reply.text}" for reply in replies)]

    def _button(self, text: str) -> str:
        """The title of the first button that has all words behind a ?, else ""."""
        words = text.removeprefix("?").lower().split()
        titles = (title for title in self.buttons if all(word in title.lower() for word in words))
        return next(titles, "") if text.startswith("?") else ""

    @property
    def conversation(self) -> str:
        return f"{self.stage.channel}:customer"

    async def events(self) -> list[Event]:
        return [entry.event for entry in await self.stage.stores.log.read(self.conversation)]

    def _answer(self, events: Sequence[Event]) -> str:
        """What the customer says to what was asked last in the last turn, "" when nothing was."""
        question = _question(events, self.customer.flow)
        for twist in self.twists:
            if twist.at == question:
                self.twists.remove(twist)
                return twist.say
        if question == CONFIRM:
            return self.customer.confirm or YES[self.customer.language]
        if question == "resume":
            return self.customer.resume or YES[self.customer.language]
        if question == START + self.customer.flow:
            return f">{question}"
        return self.customer.answers.get(question, "")


async def play(customer: Customer, theatre: Theatre, write: Write) -> Result:
    """Play one customer in a shop of its own, whose words go through `write`."""
    fixtures = Fixtures(orders=customer.orders)
    journey = Journey("customer", customer.opens, customer.language, (Turn(say="-", silent=True),), "customer", fixtures=fixtures)
    async with theatre.stage(journey) as stage:
        talk = Talk(customer, stage, write, list(customer.twists))
        await talk.run()
        events = await talk.events()
        asked = _requests(stage)
    ended = _ending(customer.flow, events)
    right = ended == customer.ends and _fits(customer.wants, asked)
    return Result(right, _unconfirmed(events), f"{ended}, {asked}", tuple(talk.said))


def _question(events: Sequence[Event], wanted: str) -> str:
    """The slot that the last turn asked for, "confirm", "resume", the button of the flow that is `wanted`, or nothing."""
    start = max(at for at, event in enumerate(events) if isinstance(event, MessageReceived))
    for event in reversed(events[start:]):
        match event:
            case SlotAsked(slot=slot):
                return slot
            case ConfirmationAsked():
                return CONFIRM
            case ResumeOffered():
                return "resume"
            case FlowsOffered(flows=offered):
                return next((START + flow for flow in offered if flow == wanted), "")
    return ""


def _ending(flow: str, events: Sequence[Event]) -> str:
    ends = [event.outcome for event in events if isinstance(event, FlowEnded) and event.flow == flow]
    if any(isinstance(event, HandedOff) for event in events):
        return "person"
    return ends[-1] if ends else "nothing"


def _requests(stage: Stage) -> list[dict[str, object]]:
    """What the shop was asked to do and did."""
    database = str(stage.shop.database).removeprefix("sqlite:///")  # type: ignore[attr-defined]
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT kind, asked, receipt FROM shop_requests ORDER BY at").fetchall()
    return [{"kind": kind, **json.loads(asked)} for kind, asked, receipt in rows if json.loads(receipt)["done"]]


def _fits(wanted: Sequence[Mapping[str, str | int]], done: Sequence[Mapping[str, object]]) -> bool:
    return len(wanted) == len(done) and all(map(_is, wanted, done))


def _is(wanted: Mapping[str, str | int], done: Mapping[str, object]) -> bool:
    return all(_alike(str(value), str(done[name])) if name in WORDED else value == done[name] for name, value in wanted.items())


def _alike(wanted: str, done: str) -> bool:
    """Whether a text has the wanted words in it, give or take slips."""
    return fuzz.partial_ratio(wanted.lower(), done.lower()) >= ALIKE


def _unconfirmed(events: Sequence[Event]) -> int:
    """How many actions of flows that want a yes ran without being asked about in the turn before."""
    irreversible = {flow.action for flow in flows.load() if flow.confirm}
    return sum(1 for confirmed, action in _actions(events) if action in irreversible and not confirmed)


def _actions(events: Sequence[Event]) -> Iterator[tuple[bool, str]]:
    asked = before = False
    for event in events:
        match event:
            case MessageReceived():
                before, asked = asked, False
            case ConfirmationAsked():
                asked = True
            case ActionTaken(action=action, outcome="done"):
                yield before, action
