"""`python -m analytics autopilot`: where the assistant is right often enough to act alone."""

import argparse
import json
from collections.abc import Callable

from rich.console import Console

from analytics.autopilot.judging import judged
from analytics.autopilot.prior import examined
from analytics.autopilot.report import as_json, standings, table
from analytics.stores import EventLog
from configs.settings import AutopilotSettings, Settings
from nlu.pipeline import FOLDER

EXAMPLES = """\
examples:
  python -m analytics autopilot                     at the shop's levels, at 0.9 where it has set none
  python -m analytics autopilot --level 0.95 --json

Turns are judged by what followed in the log; while there are few, the model's own tests stand in. "at least" is the
lower bound of the precision at 95 % (Clopper and Pearson). `[bot] autopilot` of the settings turns the gate on.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `autopilot` may be told, besides the installation's folder."""
    parser.epilog, parser.formatter_class = EXAMPLES, argparse.RawDescriptionHelpFormatter
    parser.add_argument("--level", type=_level, metavar="0.9", help="the same level for all (default: the shop's, else 0.9)")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")


async def run(arguments: argparse.Namespace, settings: Settings, log: EventLog, progress: Callable[[int], None]) -> int:
    """Print where it passes; `progress` is told how many events were read. Raises ModelError and StoreUnavailable."""
    tests = examined(arguments.data / FOLDER)
    found = standings(await judged(log, progress), tests)
    asked = settings.bot.autopilot if arguments.level is None else AutopilotSettings(level=arguments.level)
    if arguments.json:
        print(json.dumps(as_json(found, asked), ensure_ascii=False, indent=2))
    else:
        Console().print(table(found, asked))
    return 0


def _level(word: str) -> float:
    try:
        level = float(word)
    except ValueError:
        level = 0.0
    if not 0 < level < 1:
        raise argparse.ArgumentTypeError(f"{word!r} is no share between 0 and 1, such as 0.9")
    return level
