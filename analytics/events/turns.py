"""A turn: what came in, what was made of it, and what went out."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.events._event import JSON, Event


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
    """A policy chose an action, and why; those of `passed` were asked before and left it to the next.

    `intent` is what was served, which in a message that asks for several things is the intent of one of them.
    """

    policy: str
    action: str
    because: str
    passed: tuple[str, ...] = ()
    intent: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerGiven(Event):
    """The customer was told something that serves the message; `article_id` is empty when it was no article."""

    article_id: str = ""


@dataclass(frozen=True, kw_only=True)
class NotUnderstood(Event):
    """The message could not be served; `articles` are those that the customer was asked to choose from, if any."""

    articles: tuple[str, ...] = ()


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
