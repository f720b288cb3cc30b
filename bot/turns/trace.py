"""Everything that led to a stored reply, stage by stage, as values that JSON can hold."""

from collections.abc import Mapping
from typing import Any

from analytics.events import (
    ActionTaken,
    AnswerFound,
    DecisionMade,
    MessageReceived,
    MessageUnderstood,
    RequestResumed,
    TurnFailed,
    TurnMeasured,
    encode,
)
from bot.conversation import Conversation
from bot.turns.replaying import BOUNDS
from bot.turns.stored import StoredTurn
from nlu.explanation import Explanation

Values = dict[str, Any]


def trace(turn: StoredTurn, explanation: Explanation | None = None) -> Values:
    """The stages of `turn` by name, in order; with what an `explanation` of its message by the model adds to understanding."""
    before, after = turn.earlier(), turn.later()
    measured = turn.measured
    return {
        "turn": {"conversation": turn.conversation, "number": turn.number, "at": turn.at.isoformat()},
        "message": {name: value for name, value in encode(turn.received)[1].items() if value},
        "profile": dict(measured.recalled) if measured else {},
        "understanding": {**_understanding(turn), **(_why(explanation) if explanation else {})},
        "retrieval": [_article(found) for found in turn.all(AnswerFound)],
        "steps": _steps(turn),
        "before": _state(before),
        "after": _state(after),
        "replies": _replies(turn),
        "failure": [event.error for event in turn.all(TurnFailed)],
        "milliseconds": dict(measured.milliseconds) if measured else {},
    }


def _understanding(turn: StoredTurn) -> Values:
    return next((_without_id(encode(event)[1]) for event in turn.all(MessageUnderstood)), {})


def _without_id(values: Mapping[str, Any]) -> Values:
    return {name: value for name, value in values.items() if name != "message_id"}


def _why(explanation: Explanation) -> Values:
    """What the stored turn does not hold: opinions, words and training sentences, as the model has them that is asked."""
    told = explanation.to_json()
    return {"asked_again": explanation.understanding.model, **{name: told[name] for name in ("opinions", "words", "neighbours")}}


def _article(found: AnswerFound) -> Values:
    articles = (found.article_id, *found.alternatives)
    scores = found.scores or (None,) * len(articles)
    return {
        "article": found.article_id,
        "version": found.version,
        "confidence": found.confidence,
        "threshold": found.threshold,
        "index": found.index,
        "edition": found.edition,
        "candidates": [{"article": name, "score": score} for name, score in zip(articles, scores, strict=False)],
    }


def _steps(turn: StoredTurn) -> list[Values]:
    """Each decision with those who were asked before, its action, and what it made happen."""
    steps: list[Values] = []
    for event in turn.events:
        if isinstance(event, DecisionMade):
            steps.append({**encode(event)[1], "events": []})
        elif isinstance(event, ActionTaken) and steps:
            steps[-1]["taken"] = encode(event)[1]
        elif steps and (isinstance(event, RequestResumed) or not isinstance(event, (*BOUNDS, MessageReceived, TurnMeasured))):
            steps[-1]["events"].append({"kind": encode(event)[0], **encode(event)[1]})
    return steps


def _state(conversation: Conversation) -> Values:
    flow = conversation.flow
    return {
        "owner": conversation.owner,
        "flow": flow.name if flow else "",
        "slots": dict(conversation.slots),
        "misunderstood": conversation.misunderstood,
    }


def _replies(turn: StoredTurn) -> list[Values]:
    keys = turn.wording or ("",) * len(turn.replies)
    return [
        {
            "wording": key,
            "text": reply.text,
            "buttons": {button.payload: button.title for button in reply.quick_replies},
            "data": dict(reply.data),
        }
        for key, reply in zip(keys, turn.replies, strict=False)
    ]
