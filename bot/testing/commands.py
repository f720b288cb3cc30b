"""`python -m bot test|journey`: plays conversations that are written down, and writes down those that took place."""

import argparse
import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from analytics.stores.opening import open_stores
from bot.testing import junit
from bot.testing.loading import load
from bot.testing.running import Result, run
from bot.testing.script import Journey
from bot.testing.theatre import opened
from bot.testing.transcribing import transcribed
from bot.turns.stored import read
from configs.errors import ConfigurationError
from configs.progress import bars
from configs.settings import Settings

JOURNEY = """examples:
  python -m bot journey rest:alex > tests/journeys/wants_it_cancelled.en.toml
  python -m bot journey rest:alex > alex.toml && python -m bot test alex.toml

Names, e-mail and other addresses, telephone, order and tracking numbers become stand-ins; read it through before you share it.
It is played at once: it ends with 0 when it comes out as the conversation did, with 1 when it does not and says where.
"""
Add = Callable[..., argparse.ArgumentParser]
EXAMPLES = """examples:
  python -m bot test tests/journeys                        all of a folder
  python -m bot test tests/journeys --only 'cancel*.zh' -v    some, with what was said
  python -m bot test tests/journeys/mistypes.en.toml --junit report.xml

A journey is a TOML file, NAME.en.toml or NAME.zh.toml:

  title = "Cancels an order that is paid"
  at = 2026-12-24T22:00:00+08:00            # when it begins; without it: now
  [fixtures.orders]
  SK9000001 = "paid"                        # or { placed = -3, paid = -3, items = { LARK-BUDS2 = 1 } }
  [fixtures.profile]
  last_order = "SK9000001"
  [[turns]]
  say = ["cancel my order", "please cancel it"]   # each is played
  wording = ["confirm_cancel_order"]        # also: article, contains, buttons, slots, actions, flow, owner, ...
  [[turns]]
  click = "affirm"
  later = "2 hours"
  actions = ["action_check_cancellable", "action_cancel_order"]
  outcome = "done"
  [orders]                                  # at the end
  SK9000001 = "cancelled"

It ends with 0 when all went as written, with 1 when one did not, with 2 when a file cannot be used.
"""


def add_commands(add: Add, stored: argparse.ArgumentParser) -> None:
    """`test` and `journey`, made with `add`; what is `stored` is named by options that they share."""
    plain, played = argparse.RawDescriptionHelpFormatter, "play conversations that are written down and compare"
    command = add("test", parents=[stored], help=played, description=played, epilog=EXAMPLES, formatter_class=plain)
    command.add_argument("journeys", type=Path, metavar="DIR", help="folder of journeys, or one file")
    command.add_argument("--only", default="", metavar="PATTERN", help="those with this in their name, or that fit cancel*.zh")
    command.add_argument("--junit", type=Path, metavar="FILE", help="write the results as JUnit XML as well")
    command.add_argument("-v", "--verbose", action="store_true", help="show what was said")
    command.set_defaults(run=test)
    noted = "write a stored conversation down as a journey, with stand-ins for what is personal"
    command = add("journey", parents=[stored], help=noted, description=noted, epilog=JOURNEY, formatter_class=plain)
    command.add_argument("conversation", metavar="CONVERSATION", help="its name, such as rest:alex")
    command.set_defaults(run=lambda arguments, settings: asyncio.run(journey(arguments, settings)))


def test(arguments: argparse.Namespace, settings: Settings) -> int:
    """Play and report; raises ConfigurationError for what cannot be played."""
    journeys = load(arguments.journeys, arguments.only)
    results = asyncio.run(_played(journeys, settings, arguments.data, arguments.verbose))
    if arguments.junit:
        _write(arguments.junit, results, str(arguments.journeys))
    failed = sum(not result.passed for result in results)
    print(f"{len(results)} played, {failed} failed, {sum(result.seconds for result in results):.1f} s")
    return 1 if failed else 0


async def journey(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the journey that a conversation is; raises UnknownTurn, StoreUnavailable, ConfigurationError."""
    stores = open_stores(settings.database.format(data=arguments.data), read_only=True)
    try:
        turns = await read(stores.log, arguments.conversation)
    finally:
        await stores.log.close()
    async with opened(settings, arguments.data) as theatre:
        made = await transcribed(turns, "journey", theatre)
    print(made.text, end="")
    if made.left_out:
        print(f"left out: {made.left_out} turns after a person had given the conversation back", file=sys.stderr)
    for number in made.loose:
        print(f"turn {number}: with the stand-ins it is answered in other words; only what it does is expected", file=sys.stderr)
    for difference in made.differences:
        print(difference, file=sys.stderr)
    return 1 if made.differences else 0


async def _played(journeys: tuple[Journey, ...], settings: Settings, data: Path, verbose: bool) -> list[Result]:
    results: list[Result] = []
    count = sum(len(journey.variations) for journey in journeys)
    async with opened(settings, data) as theatre:
        with bars() as progress:
            async for result in run(journeys, theatre):
                _tell(result, verbose)
                results.append(result)
                progress("journeys", len(results), count)
    return results


def _tell(result: Result, verbose: bool) -> None:
    outcome = "ok    " if result.passed else "FAILED"
    print(f"{outcome} {result.journey.label} ({result.seconds:.2f} s)")
    if verbose or not result.passed:
        print(*(f"  {line}" for line in result.transcript), sep="\n")
    for difference in result.differences:
        print("  " + str(difference).replace("\n", "\n  "))


def _write(file: Path, results: list[Result], suite: str) -> None:
    try:
        junit.tree(results, suite).write(file, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        raise ConfigurationError(f"{file}: {error.strerror}; the results cannot be written there") from None
