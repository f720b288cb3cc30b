"""Plays many journeys, each on a stage of its own."""

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bot.messages import Reply
from bot.testing.differences import Difference
from bot.testing.player import play
from bot.testing.script import Journey
from bot.testing.theatre import Theatre
from configs.errors import ConfigurationError


@dataclass(frozen=True)
class Result:
    """How a journey went: `differences` are none when it went as it is written; `transcript` are its lines."""

    journey: Journey
    seconds: float
    differences: tuple[Difference, ...]
    transcript: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether it went as it is written."""
        return not self.differences


async def run(journeys: Sequence[Journey], theatre: Theatre) -> AsyncIterator[Result]:
    """Play each of `journeys` with all its variations, one after the other; raises ConfigurationError for a wrong fixture."""
    for journey in journeys:
        for variation in journey.variations:
            yield await once(variation, theatre)


async def once(journey: Journey, theatre: Theatre) -> Result:
    """Play one journey; raises ConfigurationError that names it for a wrong fixture."""
    started, lines = time.perf_counter(), list[str]()

    def heard(said: str, replies: tuple[Reply, ...]) -> None:
        lines.append(f"> {said}")
        lines.extend(f"< {reply.text}" for reply in replies)

    try:
        async with theatre.stage(journey) as stage:
            differences = await play(journey, stage, heard)
    except ConfigurationError as error:
        raise ConfigurationError(f"{journey.label}: {error}") from None
    return Result(journey, time.perf_counter() - started, differences, tuple(lines))
