"""People of the shop, and conversations that go to them and come back."""

from dataclasses import dataclass
from typing import Literal

from analytics.events._event import Event

Source = Literal["article", "flow", "action"]


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
class SuggestionShown(Event):
    """What the assistant would have done alone was shown `to` a person of the shop, or asked of the customer.

    It was the article, flow or action `name`, which `source` tells, and would have said `text` ("" where that comes later). It is
    right at least `precision` of the times with this `intent` and `language`, which is below the shop's `level`.
    """

    intent: str
    language: str
    source: Source
    name: str
    text: str
    precision: float
    level: float
    to: Literal["person", "customer"] = "person"


@dataclass(frozen=True, kw_only=True)
class SuggestionTaken(Event):
    """A person answered with what the assistant had suggested."""

    agent: str


@dataclass(frozen=True, kw_only=True)
class SuggestionEdited(Event):
    """A person answered with what the assistant had suggested, but put some of it right."""

    agent: str


@dataclass(frozen=True, kw_only=True)
class SuggestionRefused(Event):
    """A person answered something else than what the assistant had suggested."""

    agent: str


@dataclass(frozen=True, kw_only=True)
class KnowledgeSearched(Event):
    """A person looked something up in the articles for the customer; `article_id` is the one that was used, empty for none."""

    agent: str
    query: str
    article_id: str = ""


@dataclass(frozen=True, kw_only=True)
class IntentCorrected(Event):
    """A person said what an earlier message of the conversation meant; `intent` may be out_of_scope."""

    message_id: str
    intent: str
    agent: str
