"""Finds the journey that a stored conversation is, by playing what it may be until it comes out as it did."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analytics.events import HandedBack
from bot.testing import fixtures, toml
from bot.testing.differences import Difference
from bot.testing.loading import parse
from bot.testing.player import play
from bot.testing.theatre import Theatre
from bot.testing.writing import Attempt, numbers, told_state, written
from bot.turns.stored import StoredTurn

GUESS = "paid"
SERIES = 4


@dataclass(frozen=True)
class Transcript:
    """A journey as TOML.

    It comes out otherwise than the conversation in `differences`, if there are any; in the turns `loose`, counted from 1, the
    stand-ins were answered in other words, which are not expected; `left_out` turns came after a person's.
    """

    text: str
    differences: tuple[Difference, ...]
    loose: tuple[int, ...]
    left_out: int


async def transcribed(turns: Sequence[StoredTurn], name: str, theatre: Theatre) -> Transcript:
    """The journey `name` that a conversation is, up to where a person gave it back to the assistant.

    The log tells neither in which states the shop's orders were nor which stand-ins mean the same to the model. So the likeliest
    are played first and others after them, for as long as the conversation then comes out further as it did.
    """
    kept = list(_leading(turns)) or turns[:1]
    best = await _tried(kept, Attempt({number: told_state(number, kept) or GUESS for number in numbers(kept)}), name, theatre)
    while best.differences:
        better = await _better(best, kept, name, theatre)
        if better is None:
            break
        best = better
    text = toml.dumps({**best.values, **({"orders": best.orders} if best.orders else {})})
    return Transcript(text, best.differences, tuple(sorted(best.attempt.loose)), len(turns) - len(kept))


@dataclass(frozen=True)
class _Trial:
    """An attempt that was played: its `values`, its `differences`, and the states of its orders at the end."""

    attempt: Attempt
    values: Mapping[str, Any]
    differences: tuple[Difference, ...]
    orders: Mapping[str, str]

    @property
    def reach(self) -> int:
        """The turn that differs first; more than there are when none does."""
        return (self.differences[0].turn if self.differences else 0) or len(self.values["turns"]) + 1


async def _better(than: _Trial, turns: Sequence[StoredTurn], name: str, theatre: Theatre) -> _Trial | None:
    """The first other attempt that comes further, None when there is none."""
    for attempt in _others(than):
        trial = await _tried(turns, attempt, name, theatre)
        if not trial.differences or trial.reach > than.reach:
            return trial
    return None


def _others(than: _Trial) -> Iterator[Attempt]:
    """Other states, other stand-ins, and at last fewer expectations of the turn that differs."""
    attempt = than.attempt
    for number, known in attempt.states.items():
        yield from (replace(attempt, states={**attempt.states, number: one}) for one in fixtures.states() if one != known)
    yield from (replace(attempt, series=series) for series in range(attempt.series + 1, SERIES))
    yield replace(attempt, loose=attempt.loose | {than.reach})


async def _tried(turns: Sequence[StoredTurn], attempt: Attempt, name: str, theatre: Theatre) -> _Trial:
    values = written(turns, attempt)
    journey = parse(toml.dumps(values), name)
    async with theatre.stage(journey) as stage:
        differences = await play(journey, stage)
        orders = {number: stage.shop.order(number).state for number in journey.fixtures.orders}
    return _Trial(attempt, values, differences, orders)


def _leading(turns: Sequence[StoredTurn]) -> Iterator[StoredTurn]:
    """The turns before a person gave the conversation back, which a journey has no word for."""
    for turn in turns:
        if any(isinstance(entry.event, HandedBack) for entry in turn.before):
            return
        yield turn
