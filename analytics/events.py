"""Everything that can happen in a conversation, in the past tense.

Events are plain values; the log wraps each in a `Recorded` that says where and when.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

JSON = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened in a conversation."""


@dataclass(frozen=True, kw_only=True)
class MessageReceived(Event):
    """A customer wrote; `message_id` is the sender's own id of the message, `customer` the person as far as known.

    `context` is what was known of where they were, such as "page:cart"; `account` is the shop's customer that the channel vouches
    for, empty for anybody else.
    """

    message_id: str
    channel: str
    customer: str
    text: str
    payload: str = ""
    context: tuple[str, ...] = ()
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class MessageUnderstood(Event):
    """A model said what the message means; `intents` as (name, confidence), `entities` as (type, normalised value).

    `outside` is the chance that the message is out of scope, which it is above `threshold`.
    """

    message_id: str
    language: str
    intents: tuple[tuple[str, float], ...]
    out_of_scope: bool
    sentiment: str
    sentiment_score: float
    entities: tuple[tuple[str, str], ...]
    model: str
    outside: float = 0.0
    threshold: float = 0.0


@dataclass(frozen=True, kw_only=True)
class AnswerFound(Event):
    """Retrieval's best article for the message, said or not.

    `scores` are those of the article and of its `alternatives`; `threshold` is the least confidence at which it is said.
    """

    article_id: str
    version: str
    index: str
    confidence: float
    alternatives: tuple[str, ...]
    edition: int = 0
    scores: tuple[float, ...] = ()
    threshold: float | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionMade(Event):
    """A policy chose an action, and why; those of `passed` were asked before and left it to the next."""

    policy: str
    action: str
    because: str
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FlowStarted(Event):
    """The assistant began to do something for the customer."""

    flow: str


@dataclass(frozen=True, kw_only=True)
class FlowEnded(Event):
    """A flow ended; `outcome` is done, refused, cancelled, replaced, failed, or left for a person.

    Of its slots only those in `keeps` are still known afterwards; None keeps all.
    """

    flow: str
    outcome: str
    keeps: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class FlowShelved(Event):
    """A flow was left for another one and can be gone on with; those of its slots in `keeps` are known to the other one."""

    flow: str
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResumeOffered(Event):
    """The customer was asked whether to go on with a shelved flow."""

    flow: str


@dataclass(frozen=True, kw_only=True)
class FlowResumed(Event):
    """A shelved flow goes on where it was."""

    flow: str


@dataclass(frozen=True, kw_only=True)
class FlowDropped(Event):
    """The customer does not want to go on with a shelved flow."""

    flow: str


@dataclass(frozen=True, kw_only=True)
class CustomerVerified(Event):
    """The customer showed to be the shop's customer `account`; `by` is how."""

    account: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RequestQueued(Event):
    """A message asked for one flow more, which has to wait; `text` is what was said of it.

    `entities` are its values as (type, normalised value).
    """

    flow: str
    intent: str
    text: str
    entities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class RequestResumed(Event):
    """The request that has waited longest had its turn."""

    flow: str


@dataclass(frozen=True, kw_only=True)
class SlotAsked(Event):
    """The assistant asked for a slot, for the `attempt`th time (from 1)."""

    flow: str
    slot: str
    attempt: int


@dataclass(frozen=True, kw_only=True)
class SlotHeard(Event):
    """A value was named for a slot that cannot be looked at yet."""

    slot: str
    value: str


@dataclass(frozen=True, kw_only=True)
class SlotFilled(Event):
    """A slot got a valid value."""

    slot: str
    value: str


@dataclass(frozen=True, kw_only=True)
class SlotsForgotten(Event):
    """Slots lost their values, because what they belonged to has changed."""

    slots: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SlotRejected(Event):
    """A value given for a slot was not valid."""

    slot: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(Event):
    """The assistant asked for a yes before an irreversible action, for the `attempt`th time (from 1)."""

    flow: str
    attempt: int


@dataclass(frozen=True, kw_only=True)
class ActionTaken(Event):
    """An action ran; `key` makes it happen once, `outcome` is its own word for how it ended.

    `arguments` are the slot values that it was offered, `says` what it said, each as `bot.replies.Saying` writes itself.
    """

    action: str
    key: str
    outcome: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    says: tuple[JSON, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnswerGiven(Event):
    """The customer was told something that serves the message; `article_id` is empty when it was no article."""

    article_id: str = ""


@dataclass(frozen=True, kw_only=True)
class NotUnderstood(Event):
    """The message could not be served; `articles` are those that the customer was asked to choose from, if any."""

    articles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HandedOff(Event):
    """The conversation went to a person, who must have the `skill` ("" for none) and speak the `language` ("" for any).

    A higher `priority` waits less long.
    """

    reason: str
    skill: str = ""
    language: str = ""
    priority: int = 0


@dataclass(frozen=True, kw_only=True)
class HandoverDeferred(Event):
    """A person was wanted while nobody works; the customer was told that somebody does from `opens` (ISO 8601) on."""

    reason: str
    opens: str


@dataclass(frozen=True, kw_only=True)
class HandoverWithdrawn(Event):
    """The customer needs no person any more; the conversation is the assistant's again."""


@dataclass(frozen=True, kw_only=True)
class MessageLeft(Event):
    """The customer left a message for a person, who answers to `contact` (an e-mail address or a phone number).

    The customer was told that this happens by the moment `promised` (ISO 8601).
    """

    contact: str
    text: str
    promised: str = ""
    skill: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class AgentArrived(Event):
    """A person began to work, with so many conversations at once; written in the log's conversation `agent:NAME`.

    Somebody who is there already works from now on as this says.
    """

    agent: str
    capacity: int
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgentLeft(Event):
    """A person stopped working; the conversations that were theirs wait again, each at its old place."""

    agent: str


@dataclass(frozen=True, kw_only=True)
class ConversationAssigned(Event):
    """The conversation got a person; it counts if that person is then present, able and free, and the conversation waits."""

    agent: str


@dataclass(frozen=True, kw_only=True)
class HandedBack(Event):
    """A person gave the conversation back to the assistant."""

    agent: str


@dataclass(frozen=True, kw_only=True)
class ConversationClosed(Event):
    """A person was done with the conversation; what the customer writes next is the assistant's."""

    agent: str


@dataclass(frozen=True, kw_only=True)
class AgentReplied(Event):
    """A person answered the customer, in the conversation that was handed over."""

    agent: str
    text: str


@dataclass(frozen=True, kw_only=True)
class KnowledgeSearched(Event):
    """A person looked something up in the articles for the customer; `article_id` is the one that was used, empty for none."""

    agent: str
    query: str
    article_id: str = ""


@dataclass(frozen=True, kw_only=True)
class OfferShown(Event):
    """A product was suggested."""

    sku: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FeedbackGiven(Event):
    """The customer judged a reply."""

    message_id: str
    helpful: bool
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class IntentCorrected(Event):
    """A person said what an earlier message of the conversation meant; `intent` may be out_of_scope."""

    message_id: str
    intent: str
    agent: str


@dataclass(frozen=True, kw_only=True)
class ReplySent(Event):
    """The assistant answered a message; `replies` are replies as JSON, in order, each as `bot.messages.Reply` writes itself.

    `wording` are the keys that they were worded by.
    """

    reply_to: str
    replies: tuple[JSON, ...]
    wording: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TurnMeasured(Event):
    """What a turn took, in milliseconds by stage, and `recalled`: the profile's values that counted `at` its time (ISO 8601)."""

    message_id: str
    at: str
    milliseconds: Mapping[str, float]
    recalled: JSON


@dataclass(frozen=True, kw_only=True)
class TurnFailed(Event):
    """A turn broke; the customer got an apology and a person."""

    message_id: str
    error: str


@dataclass(frozen=True, kw_only=True)
class Unreadable(Event):
    """What this version of the code cannot read because a newer one wrote it; readers pass over it."""

    kind: str
    fields: JSON


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An event as the log keeps it: `id` is unique and rises within a conversation, `position` counts the conversation from 1."""

    id: int
    conversation: str
    position: int
    at: datetime
    event: Event = field(hash=False)


KINDS: Mapping[str, type[Event]] = {kind.__name__: kind for kind in Event.__subclasses__()}
_ADAPTERS = {kind: TypeAdapter(kind) for kind in KINDS.values()}


def encode(event: Event) -> tuple[str, dict[str, Any]]:
    """The event's kind and its fields, ready for JSON."""
    return type(event).__name__, dict(vars(event))


def decode(kind: str, fields: Mapping[str, Any]) -> Event:
    """The event that `encode` wrote.

    Raises KeyError for an unknown kind and pydantic.ValidationError for fields that do not fit.
    """
    return _ADAPTERS[KINDS[kind]].validate_python(fields)
