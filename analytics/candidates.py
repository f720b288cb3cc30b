"""Gathers what the model may learn from: messages that were not understood, hardly understood, or corrected."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from analytics.events import (
    AnswerGiven,
    ConfirmationAsked,
    HandedOff,
    HandoverDeferred,
    IntentCorrected,
    MessageReceived,
    MessageUnderstood,
    NotUnderstood,
    Recorded,
    ReplySent,
    SlotAsked,
)
from analytics.stores import EventLog
from analytics.stores.reading import everything
from nlu.review.candidates import LONGEST, Candidate, Reason
from nlu.review.masking import masked
from nlu.sentences import OUT_OF_SCOPE

CONFIDENT = 0.6
"""Confidence of the best intent below which a message is unsure."""

MARGIN = 0.3
"""Distance to the second best intent below which it is unsure as well."""

LOST = "not understood"
"""The reason of a hand-over that says so; people are fetched for others too."""


@dataclass
class _Message:
    """A message, what became of it, and whether it only answered what the assistant had asked."""

    at: datetime
    text: str
    clicked: bool
    asked: bool
    understood: MessageUnderstood | None = None
    reasons: set[Reason] = field(default_factory=set)
    named: list[str] = field(default_factory=list)


@dataclass
class _Conversation:
    """Where a conversation stands: its last message, the one that was asked back about, and the buttons on the screen."""

    messages: dict[str, _Message] = field(default_factory=dict)
    last: _Message | None = None
    doubtful: _Message | None = None
    offered: tuple[str, ...] = ()
    buttons: frozenset[str] = frozenset()
    asked: bool = False


class Gatherer:
    """Reads events in the log's order; `intents` are those that articles answer, by the article's id."""

    def __init__(self, intents: Mapping[str, str], since: datetime) -> None:
        self._intents = intents
        self._since = since
        self._conversations: dict[str, _Conversation] = {}

    def see(self, recorded: Recorded) -> None:
        """Take one event in; those before `since` are passed over."""
        if recorded.at < self._since:
            return
        conversation = self._conversations.setdefault(recorded.conversation, _Conversation())
        match recorded.event:
            case MessageReceived() as received:
                _received(conversation, received, recorded.at)
            case IntentCorrected() as corrected:
                _corrected(conversation, corrected)
            case ReplySent() as sent:
                conversation.buttons = frozenset(_payloads(sent))
            case _ if conversation.last is not None:
                self._became(conversation, conversation.last, recorded)

    def candidates(self) -> list[Candidate]:
        """One for each masked wording that has a reason to be looked at, in the order in which they first came."""
        found: dict[tuple[str, str], Candidate] = {}
        for conversation in self._conversations.values():
            for message in conversation.messages.values():
                for candidate in _candidate(message):
                    key = candidate.language, candidate.text
                    found[key] = _merged(found[key], candidate) if key in found else candidate
        return list(found.values())

    def _became(self, conversation: _Conversation, message: _Message, recorded: Recorded) -> None:
        match recorded.event:
            case MessageUnderstood() as understood:
                message.understood = understood
                message.reasons.update(_doubts(understood, message.asked))
            case NotUnderstood(articles=articles):
                message.reasons.add("not_understood")
                conversation.doubtful, conversation.offered = message, articles
            case HandedOff(reason=reason) | HandoverDeferred(reason=reason) if reason == LOST:
                message.reasons.add("handed_off")
            case AnswerGiven(article_id=article) if message.clicked and article in conversation.offered:
                _named(conversation.doubtful, self._intents.get(article, ""), "clicked")
            case SlotAsked() | ConfirmationAsked():
                conversation.asked = True


async def gather(log: EventLog, gatherer: Gatherer, progress: Callable[[int], None] = lambda events: None) -> list[Candidate]:
    """The candidates of the whole log; `progress` is told the number of events so far. Raises StoreUnavailable."""
    async for recorded in everything(log, progress):
        gatherer.see(recorded)
    return gatherer.candidates()


def _received(conversation: _Conversation, received: MessageReceived, at: datetime) -> None:
    clicked = bool(received.payload) or received.text in conversation.buttons
    message = _Message(at, received.text, clicked, conversation.asked)
    conversation.messages[received.message_id] = conversation.last = message
    conversation.asked = False


def _corrected(conversation: _Conversation, corrected: IntentCorrected) -> None:
    _named(conversation.messages.get(corrected.message_id), corrected.intent, "corrected")


def _named(message: _Message | None, intent: str, reason: Reason) -> None:
    """Somebody said what the message meant; that is a reason only if the model said something else."""
    if message is None or not intent:
        return
    message.named.append(intent)
    if message.understood is not None and intent != _found(message.understood):
        message.reasons.add(reason)


def _found(understood: MessageUnderstood) -> str:
    return OUT_OF_SCOPE if understood.out_of_scope else understood.intents[0][0]


def _doubts(understood: MessageUnderstood, asked: bool) -> Iterator[Reason]:
    """Why the model alone makes it a candidate; "SK1048213", said when it was asked for, teaches nothing."""
    best, second = (*(chance for _, chance in understood.intents), 0.0, 0.0)[:2]
    if asked:
        return
    if understood.out_of_scope:
        yield "out_of_scope"
    elif best < CONFIDENT or best - second < MARGIN:
        yield "unsure"


def _candidate(message: _Message) -> Iterator[Candidate]:
    """The message as a candidate; none for a click, for one without a reason, and for a letter."""
    understood = message.understood
    text = message.text.strip()
    if understood is None or message.clicked or not message.reasons or not text or len(text) > LONGEST:
        return
    values: dict[str, Any] = {"language": understood.language, "sentiment": understood.sentiment}
    reasons, named = tuple(sorted(message.reasons)), Counter(message.named)
    hidden = masked(text, values["language"])
    yield Candidate(hidden, **values, count=1, last=message.at, reasons=reasons, named=named)


def _merged(one: Candidate, other: Candidate) -> Candidate:
    newer = max(one, other, key=lambda candidate: candidate.last)
    return Candidate(
        one.text,
        one.language,
        newer.sentiment,
        one.count + other.count,
        newer.last,
        tuple(sorted({*one.reasons, *other.reasons})),
        Counter(one.named) + Counter(other.named),
    )


def _payloads(sent: ReplySent) -> Iterable[str]:
    return (button["payload"] for reply in sent.replies for button in reply["quick_replies"])
