"""A conversation as it stands: its events folded into one value."""

from collections import Counter
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
SHELVED = 3  # flows left for others that can be gone on with


@dataclass(frozen=True)
class ActiveFlow:
    """A flow under way.

    `asked` is the slot that the customer was asked for, `attempts` how often; `taken` are the actions that were done in it;
    `heard` are values, by slot, that were named too early.
    """

    name: str
    asked: str = ""
    attempts: int = 0
    confirming: bool = False
    taken: tuple[str, ...] = ()
    heard: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Shelved:
    """A flow that was left for another one, with what it knew, since the turn `turn`."""

    flow: str
    slots: Mapping[str, str] = field(hash=False)
    turn: int


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
    served, and the customer was asked to choose (`chose`) what was meant by one of them. `tried` are values refused for the slot
    asked in this very turn, `queue` are requests that wait, first come first, `answered` are the articles that were said, latest
    last; `position` is that of the last event folded in. `text` is the last message, `question` the last one that an article
    answered and that stands by itself. `account` is the shop's customer that this one has shown to be. `shelf` are flows left for
    others, latest last; `offered` is the one that was offered to go on with in the turn `offered_in`, and `served` the last flow
    that was carried through, in the turn `served_in`. `said` counts what was worded, by key, and `last` is the latest key;
    `displeased` counts strongly negative messages in a row; `named` are entities, as (type, value), of the message to which flows
    were offered.
    """

    id: str
    position: int = 0
    language: str = ""
    owner: Owner = "assistant"
    flow: ActiveFlow | None = None
    slots: Mapping[str, str] = field(default_factory=dict, hash=False)
    buttons: tuple[str, ...] = ()
    misunderstood: int = 0
    chose: bool = False
    turns: int = 0
    last_offer: int | None = None
    tried: tuple[str, ...] = ()
    queue: tuple[Waiting, ...] = ()
    text: str = ""
    question: str = ""
    answered: tuple[str, ...] = ()
    displeased: int = 0
    account: str = ""
    shelf: tuple[Shelved, ...] = ()
    offered: str = ""
    offered_in: int = 0
    served: str = ""
    served_in: int = 0
    said: Mapping[str, int] = field(default_factory=dict, hash=False)
    last: str = ""
    named: tuple[tuple[str, str], ...] = ()


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
    account = event.account or conversation.account
    return replace(conversation, turns=conversation.turns + 1, tried=(), text=event.text, account=account)


@applied.register
def _(event: events.MessageUnderstood, conversation: Conversation) -> Conversation:
    strongly = event.sentiment == "negative" and event.sentiment_score >= STRONGLY
    return replace(conversation, language=event.language, displeased=conversation.displeased + 1 if strongly else 0)


@applied.register
def _(event: events.FlowStarted, conversation: Conversation) -> Conversation:
    queue = tuple(one for one in conversation.queue if one.flow != event.flow)
    shelf = _others(conversation, event.flow)
    return replace(conversation, flow=ActiveFlow(event.flow), misunderstood=0, chose=False, queue=queue, shelf=shelf, offered="")


@applied.register
def _(event: events.FlowEnded, conversation: Conversation) -> Conversation:
    ended = replace(conversation, flow=None, slots=_kept(conversation, event.keeps))
    return replace(ended, served=event.flow, served_in=conversation.turns) if event.outcome == "done" else ended


@applied.register
def _(event: events.FlowShelved, conversation: Conversation) -> Conversation:
    others = _others(conversation, event.flow)
    shelf = (*others, Shelved(event.flow, conversation.slots, conversation.turns))
    return replace(conversation, flow=None, slots=_kept(conversation, event.keeps), shelf=shelf[-SHELVED:])


@applied.register
def _(event: events.ResumeOffered, conversation: Conversation) -> Conversation:
    return replace(conversation, offered=event.flow, offered_in=conversation.turns)


@applied.register
def _(event: events.FlowResumed, conversation: Conversation) -> Conversation:
    slots = next((one.slots for one in conversation.shelf if one.flow == event.flow), {})
    return replace(conversation, flow=ActiveFlow(event.flow), slots=slots, shelf=_others(conversation, event.flow), offered="")


@applied.register
def _(event: events.FlowDropped, conversation: Conversation) -> Conversation:
    return replace(conversation, shelf=_others(conversation, event.flow), offered="")


@applied.register
def _(event: events.FlowsOffered, conversation: Conversation) -> Conversation:
    return replace(conversation, named=event.entities)


@applied.register
def _(event: events.CustomerVerified, conversation: Conversation) -> Conversation:
    return replace(conversation, account=event.account)


@applied.register
def _(event: events.RequestQueued, conversation: Conversation) -> Conversation:
    waiting = Waiting(event.flow, event.intent, event.text, event.entities)
    return replace(conversation, queue=(*conversation.queue, waiting))


@applied.register
def _(event: events.RequestResumed, conversation: Conversation) -> Conversation:
    return replace(conversation, queue=conversation.queue[1:])


@applied.register
def _(event: events.SlotAsked, conversation: Conversation) -> Conversation:
    flow = replace(_active(event.flow, conversation), asked=event.slot, attempts=event.attempt, confirming=False)
    return replace(conversation, flow=flow)


@applied.register
def _(event: events.SlotHeard, conversation: Conversation) -> Conversation:
    flow = conversation.flow
    return replace(conversation, flow=flow and replace(flow, heard={**flow.heard, event.slot: event.value}))


@applied.register
def _(event: events.SlotFilled, conversation: Conversation) -> Conversation:
    flow = conversation.flow
    if flow is not None and flow.confirming and conversation.slots.get(event.slot) == event.value:
        return conversation  # a no to "shall I return the lamp?" may name the lamp
    if flow is not None:
        flow = replace(flow, asked="", attempts=0, confirming=False, heard=_unheard(flow, event.slot))
    return replace(conversation, slots={**conversation.slots, event.slot: event.value}, flow=flow)


@applied.register
def _(event: events.SlotsForgotten, conversation: Conversation) -> Conversation:
    slots = {name: value for name, value in conversation.slots.items() if name not in event.slots}
    return replace(conversation, slots=slots, flow=conversation.flow and replace(conversation.flow, taken=()))


@applied.register
def _(event: events.ActionTaken, conversation: Conversation) -> Conversation:
    flow = conversation.flow
    if flow is None or event.outcome != "done":
        return conversation
    return replace(conversation, flow=replace(flow, taken=(*flow.taken, event.action)))


@applied.register
def _(event: events.SlotRejected, conversation: Conversation) -> Conversation:
    slots = {name: value for name, value in conversation.slots.items() if name != event.slot}
    flow = conversation.flow and replace(conversation.flow, heard=_unheard(conversation.flow, event.slot))
    if flow is not None and flow.confirming:
        # What was to be confirmed is no longer known: a yes in the same message must not act on it.
        flow = replace(flow, attempts=0, confirming=False)
    return replace(conversation, slots=slots, flow=flow, tried=(*conversation.tried, event.value))


@applied.register
def _(event: events.ConfirmationAsked, conversation: Conversation) -> Conversation:
    flow = replace(_active(event.flow, conversation), asked="", attempts=event.attempt, confirming=True)
    return replace(conversation, flow=flow)


@applied.register
def _(event: events.AnswerGiven, conversation: Conversation) -> Conversation:
    stands = event.article_id and conversation.text not in conversation.buttons and not leans(conversation.text)
    others = (article for article in conversation.answered if article != event.article_id)
    answered = (*others, event.article_id) if event.article_id else conversation.answered
    question = conversation.text if stands else conversation.question
    return replace(conversation, misunderstood=0, chose=False, question=question, answered=answered[-REMEMBERED:])


@applied.register
def _(event: events.NotUnderstood, conversation: Conversation) -> Conversation:
    chose = conversation.chose or bool(event.articles)
    return replace(conversation, misunderstood=conversation.misunderstood + 1, chose=chose)


@applied.register
def _(event: events.HandedOff, conversation: Conversation) -> Conversation:
    return replace(conversation, owner="person", flow=None, misunderstood=0, displeased=0, chose=False, queue=(), shelf=())


@applied.register
def _(event: events.HandoverDeferred, conversation: Conversation) -> Conversation:
    return replace(conversation, misunderstood=0, displeased=0, chose=False)


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
    said = Counter(conversation.said)
    said.update(event.wording)
    return replace(conversation, buttons=buttons, said=said, last=event.wording[-1] if event.wording else "")


def _active(flow: str, conversation: Conversation) -> ActiveFlow:
    known = conversation.flow
    return known if known is not None and known.name == flow else ActiveFlow(flow)


def _unheard(flow: ActiveFlow, slot: str) -> Mapping[str, str]:
    """What was named too early, without what has served its turn."""
    return {name: value for name, value in flow.heard.items() if name != slot}


def _kept(conversation: Conversation, keeps: tuple[str, ...] | None) -> Mapping[str, str]:
    return {name: value for name, value in conversation.slots.items() if keeps is None or name in keeps}


def _others(conversation: Conversation, flow: str) -> tuple[Shelved, ...]:
    return tuple(one for one in conversation.shelf if one.flow != flow)
