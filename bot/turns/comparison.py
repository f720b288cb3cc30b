"""Compares a turn as it was with the same turn decided again, stage by stage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from analytics.events import (
    AnswerFound,
    DecisionMade,
    Event,
    MessageReceived,
    MessageUnderstood,
    ReplySent,
    TurnMeasured,
    encode,
)
from bot.turns.replaying import outcomes

Stage = Literal["understanding", "retrieval", "decision", "action", "reply"]
CLOSE = 0.02
"""By how much a confidence may be another: the model's arithmetic depends a little on the messages that it reads together."""


@dataclass(frozen=True)
class Change:
    """The first stage that came out differently, with what it gave `before` and gives `now`."""

    stage: Stage
    before: str
    now: str


def compared(before: Sequence[Event], now: Sequence[Event]) -> Change | None:
    """The first stage in which two recordings of one turn differ; None when they are the same in all."""
    for stage, (summed_up, close) in STAGES.items():
        was, became = summed_up(before), summed_up(now)
        if was != became or not _close(close(before), close(now)):
            return Change(stage, _words(was, close(before)), _words(became, close(now)))
    return None


def _understood(events: Sequence[Event]) -> list[tuple[object, ...]]:
    return [
        (event.language, *(name for name, _ in event.intents[:1]), _flag(event), event.sentiment, *event.entities)
        for event in events
        if isinstance(event, MessageUnderstood)
    ]


def _flag(event: MessageUnderstood) -> str:
    return "out of scope" if event.out_of_scope else "in scope"


def _surely(events: Sequence[Event]) -> list[float]:
    understood = [event for event in events if isinstance(event, MessageUnderstood)]
    return [number for event in understood for number in (*(chance for _, chance in event.intents[:1]), event.outside)]


def _found(events: Sequence[Event]) -> list[tuple[object, ...]]:
    return [(event.article_id, event.version) for event in events if isinstance(event, AnswerFound)]


def _confidently(events: Sequence[Event]) -> list[float]:
    return [event.confidence for event in events if isinstance(event, AnswerFound)]


def _decided(events: Sequence[Event]) -> list[tuple[object, ...]]:
    """Who decided what, and what it made happen, without what the actions did."""
    taken = [one for outcome in outcomes(events) for one in (outcome.action, *outcome.events)]
    apart = (MessageReceived, MessageUnderstood, AnswerFound, TurnMeasured, ReplySent)
    return [
        (event.policy, event.action) if isinstance(event, DecisionMade) else _plain(event)
        for event in events
        if not isinstance(event, apart) and not any(event is one for one in taken)
    ]


def _acted(events: Sequence[Event]) -> list[tuple[object, ...]]:
    return [
        (outcome.action.action, *outcome.action.arguments.items(), outcome.action.outcome, *map(_plain, outcome.events))
        for outcome in outcomes(events)
    ]


def _replied(events: Sequence[Event]) -> list[tuple[object, ...]]:
    """The texts first, so that a difference begins with what a customer would see."""
    sent = [event for event in events if isinstance(event, ReplySent)]
    texts = [(reply["text"],) for event in sent for reply in event.replies]
    return [*texts, *((_sorted(reply),) for event in sent for reply in event.replies)]


def _sorted(value: object) -> object:
    """JSON values that compare alike whether they were stored or not."""
    if isinstance(value, dict):
        return tuple((name, _sorted(one)) for name, one in sorted(value.items()))
    return tuple(map(_sorted, value)) if isinstance(value, list | tuple) else value


def _plain(event: Event) -> tuple[object, ...]:
    kind, fields = encode(event)
    return (kind, *(_sorted(one) for one in fields.values()))


def _nothing(events: Sequence[Event]) -> list[float]:
    return []


Summary = Callable[[Sequence[Event]], list[tuple[object, ...]]]
Numbers = Callable[[Sequence[Event]], list[float]]
STAGES: dict[Stage, tuple[Summary, Numbers]] = {
    "understanding": (_understood, _surely),
    "retrieval": (_found, _confidently),
    "decision": (_decided, _nothing),
    "action": (_acted, _nothing),
    "reply": (_replied, _nothing),
}


def _close(before: Sequence[float], now: Sequence[float]) -> bool:
    return len(before) == len(now) and all(abs(one - other) <= CLOSE for one, other in zip(before, now, strict=True))


def _words(values: Sequence[tuple[object, ...]], numbers: Sequence[float]) -> str:
    told = "; ".join(" ".join(map(str, value)) for value in values) or "nothing"
    return f"{told} ({', '.join(f'{number:.2f}' for number in numbers)})" if numbers else told
