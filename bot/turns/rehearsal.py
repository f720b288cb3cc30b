"""Replays many stored turns and sums up what became of them."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from analytics.events import TurnFailed
from analytics.stores import EventLog
from analytics.stores.reading import everything
from bot.dialogue import Parts
from bot.turns.comparison import STAGES, Change, compared
from bot.turns.replaying import replayed
from bot.turns.stored import StoredTurn, read, turns

IDENTICAL, SKIPPED = "identical", "skipped"


@dataclass(frozen=True)
class Replay:
    """A turn that was decided again: `change` is None when nothing is different; `skipped` says why it was not, "" otherwise."""

    turn: StoredTurn
    change: Change | None = None
    skipped: str = ""

    @property
    def outcome(self) -> str:
        """identical, skipped, or the first stage that differs."""
        return SKIPPED if self.skipped else self.change.stage if self.change else IDENTICAL


async def replay(chosen: Sequence[StoredTurn], parts: Callable[..., Parts]) -> AsyncIterator[Replay]:
    """Decide each of `chosen` again, in order; `parts` as in `replaying.replayed`."""
    for turn in chosen:
        if turn.all(TurnFailed):
            yield Replay(turn, skipped="it failed then")
        elif turn.measured is None:
            yield Replay(turn, skipped="it was stored before turns were measured")
        else:
            yield Replay(turn, compared(turn.events, await replayed(turn, parts)))


async def stored(log: EventLog, conversations: Sequence[str], limit: int) -> list[StoredTurn]:
    """At most `limit` turns: of `conversations`, else of those that began last; raises UnknownTurn, StoreUnavailable."""
    names = conversations or list(reversed(dict.fromkeys([one.conversation async for one in everything(log)])))
    found: list[StoredTurn] = []
    for name in names:
        found += await read(log, name) if conversations else turns(await log.read(name))
        if len(found) >= limit:
            break
    return found[:limit]


def counts(replays: Sequence[Replay]) -> dict[str, int]:
    """How many turns came out how, the identical first, then by stage, then those that were skipped."""
    counted = Counter(one.outcome for one in replays)
    return {name: counted[name] for name in (IDENTICAL, *STAGES, SKIPPED)}
