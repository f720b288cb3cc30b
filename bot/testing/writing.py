"""Makes a journey out of a stored conversation: what was said with stand-ins, and what came of it as what must come."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any, cast

from analytics.events import ActionTaken, FlowEnded, MessageUnderstood, SlotFilled, SlotRejected
from bot.policies import ARTICLE
from bot.testing.standins import Standins, met
from bot.testing.times import worded
from bot.turns.stored import StoredTurn
from nlu.understanding import Language

Values = dict[str, Any]
PAUSE = timedelta(minutes=30)
"""What is shorter makes no difference to a conversation."""

RECALLED = ("language", "last_order", "sentiments", "sentiment_trend", "interests", "suggestion")
"""Attributes of the profile that the dialogue looks at, or that those follow from."""

_NUMBER = re.compile(r"SK\d{7}")
_STATE = "state_"


@dataclass(frozen=True)
class Attempt:
    """What the log does not tell, as it may be.

    `states` are those in which the shop's orders were before, by number; `series` is that of the stand-ins; of the turns `loose`,
    counted from 1, only what they did is expected and not what was said.
    """

    states: Mapping[str, str]
    series: int = 0
    loose: frozenset[int] = frozenset()


def written(turns: Sequence[StoredTurn], attempt: Attempt) -> Values:
    """The journey's TOML as values, as `attempt` has it."""
    standins = met(_said(turns), list(attempt.states), attempt.series)
    recalled = turns[0].measured.recalled if turns[0].measured else {}
    profile = {name: standins.value(recalled[name]) for name in RECALLED if name in recalled}
    orders = {standins.order(number): state for number, state in attempt.states.items()}
    fixtures = {name: values for name, values in (("orders", orders), ("profile", profile)) if values}
    language = _language(turns[0])
    gaps = (timedelta(0), *(after.at - before.at for before, after in pairwise(turns)))
    return {
        "title": f"A conversation of {turns[0].at:%Y-%m-%d}",
        "language": language,
        "at": turns[0].at.replace(microsecond=0),
        **({"fixtures": fixtures} if fixtures else {}),
        "turns": [
            {**_message(turn, gap, language, standins), **_came(turn, standins, loose=number in attempt.loose)}
            for number, (turn, gap) in enumerate(zip(turns, gaps, strict=True), start=1)
        ],
    }


def numbers(turns: Sequence[StoredTurn]) -> list[str]:
    """The orders of the shop that a conversation is about: those that filled a slot or were known from before."""
    recalled = turns[0].measured.recalled if turns[0].measured else {}
    before = [str(recalled["last_order"])] if "last_order" in recalled else []
    filled = [event.value for turn in turns for event in turn.all(SlotFilled)]
    refused = {event.value for turn in turns for event in turn.all(SlotRejected)}
    return [number for number in dict.fromkeys((*before, *filled)) if _NUMBER.fullmatch(number) and number not in refused]


def told_state(number: str, turns: Sequence[StoredTurn]) -> str:
    """The state of the order that the customer was told first, "" when none was told."""
    for turn in turns:
        for key, reply in zip(turn.wording, turn.replies, strict=False):
            if key.startswith(_STATE) and number in reply.text:
                return key.removeprefix(_STATE)
    return ""


def _message(turn: StoredTurn, gap: timedelta, language: Language, standins: Standins) -> Values:
    came, spoken = turn.received, _language(turn)
    clicked = bool(came.payload) and came.payload in turn.earlier().buttons
    said = {"click": came.payload} if clicked else {"say": standins.text(came.text)}
    optional = {"later": worded(gap) if gap >= PAUSE else "", "language": spoken if spoken != language else ""}
    return {**said, **_present(optional)}


def _came(turn: StoredTurn, standins: Standins, *, loose: bool) -> Values:
    """What was said, unless it is `loose`, and what became of the conversation."""
    ended, before, after = turn.all(FlowEnded), turn.earlier(), turn.later()
    mentioned = (standins.value(found) for reply in turn.replies for found in _NUMBER.findall(reply.text))
    expected = {
        "contains": list(dict.fromkeys(mentioned)),
        "actions": [event.action for event in turn.all(ActionTaken)],
        "flow": after.flow.name if after.flow else "",
        "outcome": ended[-1].outcome if ended else "",
        "slots": {event.slot: standins.value(event.value) for event in turn.all(SlotFilled)},
        "owner": after.owner if loose or after.owner != before.owner else "",
    }
    return {**({} if loose else _replied(turn)), **_present(expected)}


def _replied(turn: StoredTurn) -> Values:
    if not turn.replies:
        return {"silent": True}
    articles = [reply.data["article_id"] for reply in turn.replies if "article_id" in reply.data]
    buttons = [button.payload for reply in turn.replies for button in reply.quick_replies]
    # Which articles are offered depends on what others have asked.
    settled = [] if any(payload.startswith(ARTICLE) for payload in buttons) else buttons
    said = {"articles": articles} if len(articles) > 1 else {"article": articles[0]} if articles else {}
    return {"wording": list(turn.wording), **said, **_present({"buttons": settled})}


def _said(turns: Sequence[StoredTurn]) -> Iterator[tuple[str, Language]]:
    for turn in turns:
        yield turn.received.text, _language(turn)


def _language(turn: StoredTurn) -> Language:
    return cast(Language, next((event.language for event in turn.all(MessageUnderstood)), "en"))


def _present(values: Mapping[str, Any]) -> Values:
    return {name: value for name, value in values.items() if value}
