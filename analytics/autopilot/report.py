"""Where the assistant may act alone, for people at a terminal and as JSON for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from analytics.autopilot.standing import NOTHING, Key, Standing, Tally
from configs.settings import AutopilotSettings
from nlu.sentences import intents

LEVEL = 0.9
"""The level of intents for which the shop has set none."""


def standings(log: Mapping[Key, Tally], tests: Mapping[Key, Tally]) -> list[Standing]:
    """All that the assistant has done or was tested on, by intent and language; small talk and handovers are not judged."""
    ungated = {spec.name for spec in intents() if spec.kind in ("chat", "handoff")}
    keys = sorted(key for key in {*log, *tests} if key[0] not in ungated)
    return [Standing(*key, log.get(key, NOTHING), tests.get(key, NOTHING)) for key in keys]


def level_of(standing: Standing, settings: AutopilotSettings) -> float:
    """What the shop asks for there."""
    return settings.least(standing.intent, standing.language) or LEVEL


def table(found: Sequence[Standing], settings: AutopilotSettings) -> Table:
    """One row an intent and language."""
    shown = Table(title="Where the assistant may act alone")
    for column in ("intent", "language", "log", "tests", "precision", "at least", "level", "so it", "right in a row to pass"):
        shown.add_column(column, justify="left" if column in ("intent", "language", "so it") else "right")
    for one in found:
        shown.add_row(*map(Text, _cells(one, level_of(one, settings))))
    return shown


def as_json(found: Sequence[Standing], settings: AutopilotSettings) -> list[dict[str, Any]]:
    """The same as values; `n` is the evidence in turns, in which tests count as far as the log is short."""
    return [_json(one, level_of(one, settings)) for one in found]


def _cells(one: Standing, level: float) -> tuple[str, ...]:
    passes, missing = one.passes(level), one.missing(level)
    precision = "" if one.precision is None else f"{one.precision:.3f}"
    return (
        one.intent,
        one.language,
        f"{one.log.right} of {one.log.count}",
        f"{one.tests.right} of {one.tests.count}",
        precision,
        f"{one.bound:.3f}",
        f"{level:g}",
        "acts alone" if passes else "suggests",
        "" if passes else "out of reach" if missing is None else str(missing),
    )


def _json(one: Standing, level: float) -> dict[str, Any]:
    return {
        "intent": one.intent,
        "language": one.language,
        "log": vars(one.log),
        "tests": vars(one.tests),
        "n": one.count,
        "precision": one.precision,
        "bound": one.bound,
        "level": level,
        "acts_alone": one.passes(level),
        "missing": one.missing(level),
    }
