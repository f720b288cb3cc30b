"""Turns that journeys have stored, decided again: `python -m tests.benchmarks.replay`."""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot import bootstrap
from bot.testing.loading import load
from bot.testing.player import play
from bot.testing.script import Journey
from bot.testing.theatre import Theatre, opened
from bot.turns import minds
from bot.turns.rehearsal import IDENTICAL, SKIPPED, Replay, counts, replay
from bot.turns.stored import StoredTurn, turns
from configs import settings
from tests.benchmarks.figures import Figure

JOURNEYS = Path(__file__).parents[1] / "journeys"


def measure(data: Path, count: int = 1000) -> list[Figure]:
    """Play the journeys until `count` turns are stored, and replay those."""
    return asyncio.run(_measured(data, count))


async def _measured(data: Path, count: int) -> list[Figure]:
    configured = settings.load()
    stored: list[StoredTurn] = []
    async with opened(configured, data) as theatre:
        while len(stored) < count:
            for journey in load(JOURNEYS):
                stored += await _stored(journey, theatre)
    started = time.perf_counter()
    async with minds.serving(configured, data) as mind:
        made = bootstrap.parts(configured, data, lambda: mind)
        replays = [one async for one in replay(stored[:count], made)]
    return _figures(replays, time.perf_counter() - started)


async def _stored(journey: Journey, theatre: Theatre) -> list[StoredTurn]:
    found: list[StoredTurn] = []
    async with theatre.stage(journey) as stage:
        await play(journey, stage)
        for name in dict.fromkeys(turn.conversation for turn in journey.turns):
            found += turns(await stage.stores.log.read(f"{stage.channel}:{journey.label}/{name}"))
    return found


def _figures(replays: Sequence[Replay], seconds: float) -> list[Figure]:
    for one in replays:
        if one.change:
            print(one.turn.conversation, one.turn.number, one.change, file=sys.stderr)
    counted = counts(replays)
    named = sum(number for stage, number in counted.items() if stage not in (IDENTICAL, SKIPPED))
    told = f"{counted[IDENTICAL]} identical, {named} with the differing stage named, {counted[SKIPPED]} skipped"
    return [
        Figure(f"{len(replays):,} stored turns replayed", told, "all identical or named"),
        Figure("… turns replayed a second", f"{len(replays) / seconds:.0f}"),
    ]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.replay", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="what `python -m bot prepare` filled (%(default)s)")
    parser.add_argument("--turns", type=int, default=1000, help="how many (%(default)s)")
    arguments = parser.parse_args()
    for figure in measure(arguments.data, arguments.turns):
        print(figure.name, figure.ours, figure.reach, sep=" | ")


if __name__ == "__main__":
    main()
