"""What a person gets with a conversation: a pure function of its events, without a language model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from analytics import events
from analytics.events import Recorded
from bot.conversation import Conversation, applied
from bot.handover.steps import suggested
from bot.handover.summary import telling

SUGGESTION = (events.SuggestionShown, events.SuggestionTaken, events.SuggestionEdited, events.SuggestionRefused)
SIGN = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}


@dataclass(frozen=True)
class Tried:
    """Something that the assistant did; `kind` is article, flow or action, `outcome` its own word for how that ended."""

    kind: str
    name: str
    outcome: str


@dataclass(frozen=True)
class Suggestion:
    """What the assistant would have done alone, had it been right often enough: see `SuggestionShown`."""

    source: str
    name: str
    text: str
    precision: float
    level: float


@dataclass(frozen=True)
class Packet:
    """A conversation for somebody who did not see it.

    `summary` are at most three of the customer's sentences, `slots` what was collected, `mood` one number from -1 to 1 for each
    of their messages, `question` the last one that nothing answered ("" for none), `next_step` a sentence by language. `waited`
    are the seconds from the last handover until somebody took over, or until now. `verified` says that the customer proved who
    they are; `message` and `contact` are what they left. `suggestion` is the last one, until somebody has judged it.
    """

    conversation: str
    customer: str
    language: str
    reason: str
    summary: tuple[str, ...]
    slots: Mapping[str, str] = field(hash=False)
    tried: tuple[Tried, ...]
    mood: tuple[float, ...]
    question: str
    next_step: Mapping[str, str] = field(hash=False)
    waited: float
    verified: bool = False
    message: str = ""
    contact: str = ""
    suggestion: Suggestion | None = None


def packet(recorded: Sequence[Recorded], now: datetime) -> Packet:
    """The packet of the conversation that `recorded` is."""
    happened = [entry.event for entry in recorded]
    received = [event for event in happened if isinstance(event, events.MessageReceived)]
    texts = [event.text for event in received if not event.payload]
    left = next((event for event in reversed(happened) if isinstance(event, events.MessageLeft)), None)
    final, tried, reason = _folded(recorded), _tried(happened), _reason(happened)
    return Packet(
        conversation=recorded[0].conversation if recorded else "",
        customer=received[-1].customer if received else "",
        language=final.language,
        reason=reason,
        summary=telling(texts),
        slots=dict(final.slots),
        tried=tried,
        mood=tuple(_mood(event) for event in happened if isinstance(event, events.MessageUnderstood)),
        question=_question(happened),
        next_step=suggested(reason, [(one.kind, one.name, one.outcome) for one in tried]),
        waited=_waited(recorded, now),
        verified=bool(final.account),
        message=left.text if left else "",
        contact=left.contact if left else "",
        suggestion=_suggestion(happened),
    )


def suggested_by(happened: Sequence[events.Event]) -> events.SuggestionShown | None:
    """The last suggestion for a person, None when nobody has to judge it any more."""
    last = next((event for event in reversed(happened) if isinstance(event, SUGGESTION)), None)
    return last if isinstance(last, events.SuggestionShown) and last.to == "person" else None


def _suggestion(happened: Sequence[events.Event]) -> Suggestion | None:
    shown = suggested_by(happened)
    return Suggestion(shown.source, shown.name, shown.text, shown.precision, shown.level) if shown else None


def _folded(recorded: Sequence[Recorded]) -> Conversation:
    conversation = Conversation("")
    for entry in recorded:
        conversation = applied(entry.event, conversation)
    return conversation


def _mood(event: events.MessageUnderstood) -> float:
    return round(SIGN[event.sentiment] * event.sentiment_score, 2) + 0.0  # never -0.0


def _reason(happened: Sequence[events.Event]) -> str:
    """Why a person was wanted, the last time."""
    wanted = (event.reason for event in reversed(happened) if isinstance(event, events.HandedOff | events.HandoverDeferred))
    return next(wanted, "")


def _tried(happened: Sequence[events.Event]) -> tuple[Tried, ...]:
    """Articles that were said or offered, flows and actions, in order; of the same twice in a row the last."""
    found: list[Tried] = []
    for event in happened:
        for tried in _attempts(event):
            if not found or found[-1] != tried:
                found.append(tried)
    return tuple(found)


def _attempts(event: events.Event) -> tuple[Tried, ...]:
    match event:
        case events.AnswerGiven(article_id=name) if name:
            return (Tried("article", name, "said"),)
        case events.NotUnderstood(articles=names):
            return tuple(Tried("article", name, "offered") for name in names)
        case events.FlowEnded(flow=name, outcome=outcome):
            return (Tried("flow", name, outcome),)
        case events.ActionTaken(action=name, outcome=outcome):
            return (Tried("action", name, outcome),)
    return ()


def _question(happened: Sequence[events.Event]) -> str:
    """The last message that nothing has served; a wish for a person is none, but what was open before it stays open."""
    question = text = ""
    for event in happened:
        match event:
            case events.MessageReceived():
                text = event.text
            case events.NotUnderstood() | events.TurnFailed():
                question = text
            case events.HandedOff(reason=reason) | events.HandoverDeferred(reason=reason) if reason != "asked":
                question = text
            case events.AnswerGiven() | events.AgentReplied() | events.HandedBack() | events.FlowEnded(outcome="done"):
                question = ""
    return question


def _waited(recorded: Sequence[Recorded], now: datetime) -> float:
    begun = ended = None
    for entry in recorded:
        match entry.event:
            case events.HandedOff() | events.MessageLeft() if begun is None:
                begun, ended = entry.at, None
            case events.ConversationAssigned() if ended is None:
                ended = entry.at
            case events.HandedBack() | events.ConversationClosed() | events.HandoverWithdrawn():
                begun = ended = None
    return ((ended or now) - begun).total_seconds() if begun else 0.0
