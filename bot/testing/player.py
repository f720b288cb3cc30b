"""Plays a journey against a service and compares what it says, stores and does with what the journey expects."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from analytics.events import MessageReceived, Recorded, ReplySent
from analytics.stores.opening import Stores
from bot.channels import Respond
from bot.errors import UnknownOrder
from bot.messages import Message, Reply, reply_from_json
from bot.shops import Shop
from bot.testing.differences import Difference, Mismatch, of_profile, of_turn, written
from bot.testing.script import Journey, Turn
from bot.testing.times import Clock
from bot.turns.stored import turns

Replies = tuple[Reply, ...]
Heard = Callable[[str, Replies], None]
"""Is told what was said and what was answered."""


@dataclass(frozen=True)
class Stage:
    """Where journeys are played: what answers on which channel, where it stores, its shop, and its clock.

    `patience` is how many seconds profiles may be behind the log.
    """

    respond: Respond
    channel: str
    stores: Stores
    shop: Shop
    clock: Clock = field(default_factory=Clock)
    patience: float = 2.0


async def play(journey: Journey, stage: Stage, heard: Heard = lambda said, replies: None) -> tuple[Difference, ...]:
    """Say everything that `journey` says, up to the first turn in which something else came, and return how it differed."""
    stage.clock.start(journey.at)
    performance = _Performance(journey, stage)
    for number, turn in enumerate(journey.turns, start=1):
        said, found = await performance.play(number, turn, heard)
        if found:
            return tuple(Difference(number, said, *written(one)) for one in found)
    return tuple(Difference(0, "", *written(one)) for one in await performance.end())


@dataclass
class _Performance:
    """A journey as far as it has been played; `said` are the replies by conversation and message, in order."""

    journey: Journey
    stage: Stage
    said: dict[str, dict[str, Replies]] = field(default_factory=dict)

    async def play(self, number: int, turn: Turn, heard: Heard) -> tuple[str, list[Mismatch]]:
        """What was said, and how what came differs."""
        conversation = f"{self.stage.channel}:{self.journey.label}/{turn.conversation}"
        said, name = self.said.setdefault(conversation, {}), turn.id or str(number)
        buttons = _buttons([replies for known, replies in said.items() if known != name])
        if turn.click and turn.click not in buttons:
            return turn.click, [("a button to click", turn.click, tuple(buttons))]
        self.stage.clock.move(turn.at, turn.later)
        message = self._message(name, conversation, turn, turn.say or buttons[turn.click])
        replies = await self.stage.respond(message)
        heard(message.text, replies)
        if (before := said.setdefault(name, replies)) != replies:
            return message.text, [("the same again", _texts(before), _texts(replies))]
        return message.text, [*await self._compared(turn, message, replies), *await self._profile(turn, message)]

    async def end(self) -> list[Mismatch]:
        """How the log and the orders differ from what was heard and is expected at the end."""
        found: list[Mismatch] = []
        for conversation, said in self.said.items():
            found += _logged(await self.stage.stores.log.read(conversation), said)
        states = {number: self._state(number) for number in self.journey.orders}
        return [*found, *([("orders", self.journey.orders, states)] if states != self.journey.orders else [])]

    def _message(self, name: str, conversation: str, turn: Turn, text: str) -> Message:
        customer = f"{self.stage.channel}:{self.journey.customer}"  # several stages may share a database
        language, account = turn.language or self.journey.language, self.journey.account
        return Message(name, conversation, customer, self.stage.channel, text, turn.click, language, account=account)

    async def _compared(self, turn: Turn, message: Message, replies: Replies) -> list[Mismatch]:
        stored = turns(await self.stage.stores.log.read(message.conversation))
        one = next((stored for stored in stored if stored.received.message_id == message.id), None)
        if one is None:
            return [("the log", "the message", "it is not there")]
        return list(of_turn(turn, turn.language or self.journey.language, replies, one))

    async def _profile(self, turn: Turn, message: Message) -> list[Mismatch]:
        """How the profile differs once there was time to follow the log."""
        end = time.monotonic() + self.stage.patience
        while True:
            known = await self.stage.stores.profiles.load([message.customer])
            found = list(of_profile(turn, known.get(message.customer), self.stage.clock.now()))
            if not found or time.monotonic() >= end:
                return found
            await asyncio.sleep(0.02)

    def _state(self, number: str) -> str:
        try:
            return self.stage.shop.order(number).state
        except UnknownOrder:
            return "unknown"


def _buttons(said: Sequence[Replies]) -> dict[str, str]:
    """The titles by payload of what is under the last replies."""
    return {button.payload: button.title for replies in said[-1:] for reply in replies for button in reply.quick_replies}


def _texts(replies: Replies) -> tuple[str, ...]:
    return tuple(reply.text for reply in replies)


def _logged(recorded: Sequence[Recorded], said: dict[str, Replies]) -> list[Mismatch]:
    """Every message and its replies must be in the log, once and in order."""
    received = [entry.event.message_id for entry in recorded if isinstance(entry.event, MessageReceived)]
    if received != list(said):
        return [("messages in the log", list(said), received)]
    sent = [tuple(map(reply_from_json, entry.event.replies)) for entry in recorded if isinstance(entry.event, ReplySent)]
    if sent != list(said.values()):
        return [("replies in the log", [_texts(replies) for replies in said.values()], [_texts(replies) for replies in sent])]
    return []
