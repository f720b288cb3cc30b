"""A conversation's log, turn by turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from analytics.events import Event, MessageReceived, MessageUnderstood, Recorded, ReplySent, TurnMeasured
from analytics.stores import TurnLog
from bot.conversation import Conversation, fold
from bot.errors import UnknownTurn
from bot.messages import Message, Reply, reply_from_json

Kind = TypeVar("Kind", bound=Event)


@dataclass(frozen=True)
class StoredTurn:
    """The `number`th turn of a conversation, from 1: its `events`, and all that were `before` them."""

    number: int
    before: tuple[Recorded, ...]
    entries: tuple[Recorded, ...]

    @property
    def conversation(self) -> str:
        """The conversation's name."""
        return self.entries[0].conversation

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened, in order."""
        return tuple(entry.event for entry in self.entries)

    @property
    def received(self) -> MessageReceived:
        """The message as it came."""
        return self.all(MessageReceived)[0]

    @property
    def measured(self) -> TurnMeasured | None:
        """What the turn was decided on; None for one that an earlier version of the program stored."""
        return next(iter(self.all(TurnMeasured)), None)

    @property
    def at(self) -> datetime:
        """When it was decided."""
        return datetime.fromisoformat(self.measured.at) if self.measured else self.entries[0].at

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What was said."""
        return tuple(reply_from_json(values) for sent in self.all(ReplySent) for values in sent.replies)

    @property
    def wording(self) -> tuple[str, ...]:
        """The keys of what was said."""
        return tuple(key for sent in self.all(ReplySent) for key in sent.wording)

    @property
    def message(self) -> Message:
        """The message as it was handed to the dialogue; its language is what the page was seen to speak."""
        came, understood = self.received, self.all(MessageUnderstood)
        language = understood[0].language if understood else ""
        return Message(
            came.message_id, self.conversation, came.customer, came.channel, came.text, came.payload, language, came.context
        )

    def all(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The events of one kind, in order."""
        return tuple(event for event in self.events if isinstance(event, kind))

    def earlier(self) -> Conversation:
        """The conversation as it stood before."""
        return fold(Conversation(self.conversation), self.before)

    def later(self) -> Conversation:
        """The conversation as it stood afterwards."""
        return fold(self.earlier(), self.entries)


def turns(recorded: Sequence[Recorded]) -> tuple[StoredTurn, ...]:
    """The turns of one conversation, given all its events in order; what happened between two turns belongs to neither."""
    spans = _spans(recorded)
    return tuple(
        StoredTurn(number, tuple(recorded[:first]), tuple(recorded[first:end])) for number, (first, end) in enumerate(spans, 1)
    )


async def read(log: TurnLog, conversation: str) -> tuple[StoredTurn, ...]:
    """The turns of `conversation`; raises UnknownTurn when it has none."""
    found = turns(await log.read(conversation))
    if not found:
        example = "rest:alex or websocket:3f9a"
        raise UnknownTurn(f"the log has no conversation {conversation!r}; its name begins with its channel, such as {example}")
    return found


def chosen(found: Sequence[StoredTurn], name: str) -> StoredTurn:
    """The turn of that number, counted from 1, or of the message with that id; raises UnknownTurn."""
    named = [turn for turn in found if turn.received.message_id == name]
    numbered = [turn for turn in found if str(turn.number) == name]
    if turn := next(iter((*numbered, *named)), None):
        return turn
    raise UnknownTurn(f"{found[0].conversation} has the turns 1 to {len(found)} and none {name!r}")


def _spans(recorded: Sequence[Recorded]) -> Iterator[tuple[int, int]]:
    """Where turns begin and end: with the reply, or where there is none, before the next message."""
    starts = [row for row, entry in enumerate(recorded) if isinstance(entry.event, MessageReceived)]
    for first, following in pairwise([*starts, len(recorded)]):
        ends = (row + 1 for row in range(first, following) if isinstance(recorded[row].event, ReplySent))
        yield first, next(ends, following)
