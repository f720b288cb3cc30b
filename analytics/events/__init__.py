"""Everything that can happen in a conversation, in the past tense.

Events are plain values; the log wraps each in a `Recorded` that says where and when.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from analytics.events._event import JSON, Event, Recorded, Unreadable
from analytics.events.flows import (
    ActionTaken,
    ConfirmationAsked,
    CustomerVerified,
    FlowDropped,
    FlowEnded,
    FlowResumed,
    FlowShelved,
    FlowsOffered,
    FlowStarted,
    RequestQueued,
    RequestResumed,
    ResumeOffered,
    SlotAsked,
    SlotFilled,
    SlotHeard,
    SlotRejected,
    SlotsForgotten,
)
from analytics.events.people import (
    AgentArrived,
    AgentLeft,
    AgentReplied,
    ConversationAssigned,
    ConversationClosed,
    HandedBack,
    HandedOff,
    HandoverDeferred,
    HandoverWithdrawn,
    IntentCorrected,
    KnowledgeSearched,
    MessageLeft,
    SuggestionEdited,
    SuggestionRefused,
    SuggestionShown,
    SuggestionTaken,
)
from analytics.events.turns import (
    AnswerFound,
    AnswerGiven,
    DecisionMade,
    FeedbackGiven,
    MessageReceived,
    MessageUnderstood,
    NotUnderstood,
    OfferShown,
    ReplySent,
    TurnFailed,
    TurnMeasured,
)

__all__ = [
    "JSON",
    "KINDS",
    "ActionTaken",
    "AgentArrived",
    "AgentLeft",
    "AgentReplied",
    "AnswerFound",
    "AnswerGiven",
    "ConfirmationAsked",
    "ConversationAssigned",
    "ConversationClosed",
    "CustomerVerified",
    "DecisionMade",
    "Event",
    "FeedbackGiven",
    "FlowDropped",
    "FlowEnded",
    "FlowResumed",
    "FlowShelved",
    "FlowStarted",
    "FlowsOffered",
    "HandedBack",
    "HandedOff",
    "HandoverDeferred",
    "HandoverWithdrawn",
    "IntentCorrected",
    "KnowledgeSearched",
    "MessageLeft",
    "MessageReceived",
    "MessageUnderstood",
    "NotUnderstood",
    "OfferShown",
    "Recorded",
    "ReplySent",
    "RequestQueued",
    "RequestResumed",
    "ResumeOffered",
    "SlotAsked",
    "SlotFilled",
    "SlotHeard",
    "SlotRejected",
    "SlotsForgotten",
    "SuggestionEdited",
    "SuggestionRefused",
    "SuggestionShown",
    "SuggestionTaken",
    "TurnFailed",
    "TurnMeasured",
    "Unreadable",
    "decode",
    "encode",
]

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
