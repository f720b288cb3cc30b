"""A conversation as it stands: its events folded into one value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatch
from typing import Literal

from analytics import events
from analytics.events import Event, Recorded
from retrieval.context import leans

Owner = Literal["assistant", "person"]

REMEMBERED = 50  # articles of a conversation
MESSAGE_FORM = "leave_message"  # the flow in which a customer leaves a message; it takes what is written as it is
STRONGLY = 0.8  # how probable a negative tone must be to be a strong one


@dataclass(frozen=True)
class ActiveFlow:
    """A flow under way; `asked` is the slot that the customer was asked for, `attempts` how often."""

    name: str
    asked: str = ""
    attempts: int = 0
    confirming: bool = False


@dataclass(frozen=True)
class Waiting:
    """A request that waits for the flow under way to end; `entities` as (type, normalised value)."""

    flow: str
    intent: str
    text: str
    entities: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Conversation:
    """What the next decision needs of everything that was said.

    `buttons` are the payloads of the last reply's quick replies, `misunderstood` counts messages in a row that could not be
    served, `tried` are values refused for the slot asked in this very turn, `queue` are requests that wait, first come first,
    `answered` are the articles that were said, latest last; `position` is that of the last event folded in. `text` is the last
    message, `question` the last one that an article answered and that stands by itself; `displeased` counts strongly negative
    messages in a row.
    """

    id: str
    position: int = 0
    language: str = ""
    owner: Owner = "assistant"
    flow: ActiveFlow | None = None
    slots: Mapping[str, str] = field(default_factory=dict, hash=False)
    buttons: tuple[str, ...] = ()
    misunderstood: int = 0
    turns: int = 0
    last_offer: int | None = None
    tried: tuple[str, ...] = ()
    queue: tuple[Waiting, ...] = ()
    text: str = ""
    question: str = ""
    answered: tuple[str, ...] = ()
    displeased: int = 0


def fold(conversation: Conversation, recorded: Iterable[Recorded]) -> Conversation:
    """`conversation` after the `recorded` events, which follow its position."""
    for entry in recorded:
        conversation = replace(applied(entry.event, conversation), position=entry.position)
    return conversation


@singledispatch
def applied(event: Event, conversation: Conversation) -> Conversation:
    """`conversation` after `event`; kinds that change nothing leave it as it is."""
    return conversation


@applied.register
def _(event: events.MessageReceived, conversation: Conversation) -> Conversation:
    return replace(conversation, turns=conversation.turns + 1, tried=(), text=event.text)


@applied.register
def _(event: events.MessageUnderstood, conversation: Conversation) -> Conversation:
    strongly = event.sentiment == "negative" and event.sentiment_score >= STRONGLY
    return replace(conversation, language=event.language, displeased=conversation.displeased + 1 if strongly else 0)


@applied.register
def _(event: events.FlowStarted, conversation: Conversation) -> Conversation:
    queue = tuple(one for one in conversation.queue if one.flow != event.flow)
    return replace(conversation, flow=ActiveFlow(event.flow), misunderstood=0, queue=queue)


@applied.register
def _(event: events.FlowEnded, conversation: Conversation) -> Conversation:
    return replace(conversation, flow=None)


@applied.register
def _(event: events.RequestQueued, conversation: Conversation) -> Conversation:
    waiting = Waiting(event.flow, event.intent, event.text, event.entities)
    return replace(conversation, queue=(*conversation.queue, waiting))


@applied.register
def _(event: events.RequestResumed, conversation: Conversation) -> Conversation:
    return replace(conversation, queue=conversation.queue[1:])


@applied.register
def _(event: events.SlotAsked, conversation: Conversation) -> Conversation:
    flow = ActiveFlow(event.flow, asked=event.slot, attempts=event.attempt)
    return replace(conversation, flow=flow)


@applied.register
def _(event: events.SlotFilled, conversation: Conversation) -> Conversation:
    flow = conversation.flow and replace(conversation.flow, asked="", attempts=0, confirming=False)
    return replace(conversation, slots={**conversation.slots, event.slot: event.value}, flow=flow)


@applied.register
def _(event: events.SlotRejected, conversation: Conversation) -> Conversation:
    slots = {name: value for name, value in conversation.slots.items() if name != event.slot}
    flow = conversation.flow
    if flow is not None and flow.confirming:
        # What was to be confirmed is no longer known: a yes in the same message must not act on it.
        flow = ActiveFlow(flow.name)
    return replace(conversation, slots=slots, flow=flow, tried=(*conversation.tried, event.value))


@applied.register
def _(event: events.ConfirmationAsked, conversation: Conversation) -> Conversation:
    flow = ActiveFlow(event.flow, attempts=event.attempt, confirming=True)
    return replace(conversation, flow=flow)


@applied.register
def _(event: events.AnswerGiven, conversation: Conversation) -> Conversation:
    stands = event.article_id and conversation.text not in conversation.buttons and not leans(conversation.text)
    others = (article for article in conversation.answered if article != event.article_id)
    answered = (*others, event.article_id) if event.article_id else conversation.answered
    question = conversation.text if stands else conversation.question
    return replace(conversation, misunderstood=0, question=question, answered=answered[-REMEMBERED:])


@applied.register
def _(event: events.NotUnderstood, conversation: Conversation) -> Conversation:
    return replace(conversation, misunderstood=conversation.misunderstood + 1)


@applied.register
def _(event: events.HandedOff, conversation: Conversation) -> Conversation:
    return replace(conversation, owner="person", flow=None, misunderstood=0, displeased=0, queue=())


@applied.register
def _(event: events.HandoverDeferred, conversation: Conversation) -> Conversation:
    return replace(conversation, misunderstood=0, displeased=0)


@applied.register(events.HandedBack)
@applied.register(events.ConversationClosed)
@applied.register(events.HandoverWithdrawn)
def _(event: Event, conversation: Conversation) -> Conversation:
    return replace(conversation, owner="assistant")


@applied.register
def _(event: events.OfferShown, conversation: Conversation) -> Conversation:
    return replace(conversation, last_offer=conversation.turns)


@applied.register
def _(event: events.ReplySent, conversation: Conversation) -> Conversation:
    buttons = tuple(button["payload"] for reply in event.replies for button in reply["quick_replies"])
    return replace(conversation, buttons=buttons)
