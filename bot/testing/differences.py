"""What came differently than a journey expects, as values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics.events import ActionTaken, FlowEnded, MessageUnderstood
from analytics.profiles import Profile
from bot.messages import Reply
from bot.testing.script import Turn
from bot.turns.stored import StoredTurn

Mismatch = tuple[str, object, object]
"""What is looked at, what was expected of it, and what came."""


@dataclass(frozen=True)
class Difference:
    """One thing that came differently; `turn` counts from 1, 0 is the journey's end, `said` is the customer's message."""

    turn: int
    said: str
    what: str
    expected: str
    came: str

    def __str__(self) -> str:
        """For people: where, and both sides below each other."""
        where = f"turn {self.turn} ({self.said})" if self.turn else "at the end"
        return f"{where}: {self.what}\n    expected: {self.expected}\n    came:     {self.came}"


def of_turn(turn: Turn, language: str, heard: Sequence[Reply], stored: StoredTurn) -> Iterator[Mismatch]:
    """How what was heard and stored of a turn differs from what it expects in `language`."""
    texts = [reply.text for reply in heard]
    if turn.keys is not None and turn.keys != stored.wording:
        yield "wording", turn.keys, (*stored.wording, *texts)
    spoken = next((event.language for event in stored.all(MessageUnderstood)), language)
    if heard and spoken != language:
        yield "language", language, spoken
    articles = tuple(reply.data["article_id"] for reply in heard if "article_id" in reply.data)
    if turn.said != articles and (turn.said or turn.keys is not None):
        yield "articles", turn.said, articles
    yield from _of_texts(turn, heard, stored.wording)
    yield from _of_events(turn, stored)


def _of_texts(turn: Turn, heard: Sequence[Reply], wording: Sequence[str]) -> Iterator[Mismatch]:
    whole = "\n".join(reply.text for reply in heard)
    if missing := tuple(key for key in turn.among if key not in wording):
        yield "among the wordings", missing, tuple(wording)
    if missing := tuple(text for text in turn.contains if text not in whole):
        yield "texts", missing, whole
    if present := tuple(text for text in turn.lacks if text in whole):
        yield "no such texts", present, whole
    buttons = tuple(button.payload for reply in heard for button in reply.quick_replies)
    if turn.buttons not in (None, buttons):
        yield "buttons", turn.buttons, buttons


def _of_events(turn: Turn, stored: StoredTurn) -> Iterator[Mismatch]:
    actions = tuple(event.action for event in stored.all(ActionTaken))
    if turn.actions not in (None, actions):
        yield "actions", turn.actions, actions
    ended = stored.all(FlowEnded)
    outcome = ended[-1].outcome if ended else ""
    if turn.outcome not in (None, outcome):
        yield "outcome", turn.outcome, outcome
    after = stored.later()
    flow = after.flow.name if after.flow else ""
    if turn.flow not in (None, flow):
        yield "flow", turn.flow, flow
    if turn.owner not in (None, after.owner):
        yield "owner", turn.owner, after.owner
    slots = {name: after.slots.get(name) for name in turn.slots}
    if slots != turn.slots:
        yield "slots", turn.slots, slots


def of_profile(turn: Turn, profile: Profile | None, now: datetime) -> Iterator[Mismatch]:
    """How the customer's profile differs from what the turn expects."""
    values: Mapping[str, Any] = profile.values(now) if profile else {}
    for name, expected in turn.profile.items():
        if values.get(name) != expected:
            yield f"profile.{name}", expected, values.get(name)
    for name in turn.knows:
        if name not in values:
            yield f"profile.{name}", "something", None


def written(mismatch: Mismatch) -> tuple[str, str, str]:
    """A mismatch in words."""
    what, expected, came = mismatch
    return what, _words(expected), _words(came)


def _words(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "nothing"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {one}" for name, one in value.items()) or "nothing"
    return "nothing" if value in (None, "") else str(value)
