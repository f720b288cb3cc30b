"""Reads out of the log what no article served, and what people then answered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from analytics.events import (
    AgentReplied,
    AnswerGiven,
    Event,
    FeedbackGiven,
    HandedOff,
    HandoverDeferred,
    KnowledgeSearched,
    MessageReceived,
    MessageUnderstood,
    NotUnderstood,
    Recorded,
    ReplySent,
)
from analytics.gaps.values import Followed, HumanReply, Question, Reason
from analytics.mining.redaction import redacted
from analytics.mining.substance import asks, greets
from analytics.stores import EventLog
from analytics.stores.reading import everything
from nlu.language import language_of
from nlu.review.masking import masked

LOST = "not understood"
"""The reason of a hand-over that says so; people are fetched for others too."""

LONGEST = 500
"""Characters of a message that is taken for one question; a longer one is a letter."""


@dataclass
class _Asked:
    """A message, why it is a gap, and the replies of people with what came after them."""

    text: str
    at: datetime
    clicked: bool = False
    reasons: set[Reason] = field(default_factory=set)
    replies: list[tuple[str, datetime]] = field(default_factory=list)
    followed: Followed = "silent"


@dataclass
class _Conversation:
    """Where a conversation stands: its messages, the one that people answer, and what is on the screen."""

    messages: dict[str, _Asked] = field(default_factory=dict)
    searched: list[_Asked] = field(default_factory=list)
    last: _Asked | None = None
    doubtful: _Asked | None = None
    offered: tuple[str, ...] = ()
    buttons: frozenset[str] = frozenset()


class Collector:
    """Reads events in the log's order; those before `since` are passed over."""

    def __init__(self, since: datetime) -> None:
        self._since = since
        self._conversations: dict[str, _Conversation] = {}

    def see(self, recorded: Recorded) -> None:
        """Take one event in."""
        if recorded.at >= self._since:
            conversation = self._conversations.setdefault(recorded.conversation, _Conversation())
            _seen(conversation, recorded.event, recorded.at)

    def questions(self) -> list[Question]:
        """What is a gap so far, in the order of time."""
        found = [
            _question(name, asked)
            for name, conversation in self._conversations.items()
            for asked in (*conversation.messages.values(), *conversation.searched)
            if _counts(asked)
        ]
        return sorted(found, key=lambda question: question.at)


async def collect(log: EventLog, since: datetime, progress: Callable[[int], None] = lambda events: None) -> list[Question]:
    """The questions of the whole log from `since` on; `progress` is told the number of events so far.

    Raises StoreUnavailable.
    """
    collector = Collector(since)
    async for recorded in everything(log, progress):
        collector.see(recorded)
    return collector.questions()


def _seen(conversation: _Conversation, event: Event, at: datetime) -> None:
    match event:
        case MessageReceived():
            _received(conversation, event, at)
        case ReplySent(replies=replies):
            conversation.buttons = frozenset(button["payload"] for reply in replies for button in reply["quick_replies"])
        case FeedbackGiven(helpful=False, message_id=message):
            _blamed(conversation.messages.get(message) or conversation.last, "thumbed_down")
        case KnowledgeSearched(query=query):
            conversation.searched.append(_Asked(query, at, reasons={"searched"}))
        case AgentReplied(text=text) if conversation.doubtful is not None:
            conversation.doubtful.replies.append((text, at))
        case _ if conversation.last is not None:
            _became(conversation, conversation.last, event)


def _received(conversation: _Conversation, event: MessageReceived, at: datetime) -> None:
    if conversation.doubtful is not None and conversation.doubtful.replies and conversation.doubtful.followed == "silent":
        conversation.doubtful.followed = "asked" if asks(event.text, language_of(event.text)) else "silent"
    clicked = bool(event.payload) or event.text in conversation.buttons
    conversation.last = conversation.messages[event.message_id] = _Asked(event.text, at, clicked)


def _became(conversation: _Conversation, message: _Asked, event: Event) -> None:
    match event:
        case MessageUnderstood():
            _felt(conversation, event)
            if event.out_of_scope and conversation.doubtful is None:
                message.reasons.add("out_of_scope")
        case NotUnderstood(articles=articles):
            _blamed(message, "not_understood")
            conversation.doubtful, conversation.offered = message, articles
        case HandedOff(reason=reason) | HandoverDeferred(reason=reason):
            if reason == LOST:
                _blamed(message, "handed_off")
                conversation.doubtful = message
        case AnswerGiven(article_id=article) if article:
            _served(conversation, message, article)


def _blamed(message: _Asked | None, reason: Reason) -> None:
    if message is not None:
        message.reasons.add(reason)


def _served(conversation: _Conversation, message: _Asked, article: str) -> None:
    """An article was said; when the customer chose it among those offered, it answers the question before."""
    message.reasons.discard("out_of_scope")
    if message.clicked and article in conversation.offered and conversation.doubtful is not None:
        conversation.doubtful.reasons.clear()
        conversation.doubtful = None


def _felt(conversation: _Conversation, event: MessageUnderstood) -> None:
    """How the first message after people's replies sounds."""
    doubtful = conversation.doubtful
    if doubtful is not None and doubtful.replies and doubtful is not conversation.last:
        if event.sentiment == "negative":
            doubtful.followed = "displeased"
        elif event.sentiment == "positive" and doubtful.followed == "silent":
            doubtful.followed = "pleased"


def _counts(asked: _Asked) -> bool:
    text = asked.text.strip()
    return bool(asked.reasons) and not asked.clicked and 1 < len(text) <= LONGEST and not greets(text)


def _question(conversation: str, asked: _Asked) -> Question:
    language = language_of(asked.text)
    replies = tuple(_replies(asked))
    return Question(masked(asked.text, language), language, asked.at, conversation, frozenset(asked.reasons), replies)


def _replies(asked: _Asked) -> Iterator[HumanReply]:
    for text, at in asked.replies:
        language = language_of(text)
        yield HumanReply(redacted(text, language), language, at, asked.followed)
