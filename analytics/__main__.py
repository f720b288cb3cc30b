"""Keeps profiles, finds what to learn and to write: `python -m analytics run|profile|candidates|gaps|autopilot|mine`."""

import argparse
import asyncio
import contextlib
import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from analytics import pipeline, report
from analytics.autopilot import commands as autopilot
from analytics.candidates import Gatherer, gather
from analytics.gaps import commands as gaps
from analytics.mining import commands as mining
from analytics.mining.log import turns
from analytics.profiles import Profile
from analytics.stores import StoreUnavailable
from analytics.stores.opening import open_stores
from configs.errors import ConfigurationError
from configs.settings import Settings, load
from knowledge_base.demo.database import DEFAULT
from knowledge_base.demo.sales import DemoSales
from knowledge_base.errors import KnowledgeError
from knowledge_base.pipeline import load_articles, load_products
from knowledge_base.sales import Purchase
from nlu.errors import ModelError
from nlu.review import candidates

EXAMPLES = """\
examples:
  python -m analytics run --once                 fold in what is new, then end
  python -m analytics run --config shop.toml     follow the log beside a service on PostgreSQL
  python -m analytics run --once --rebuild       forget all profiles and make them again from the log
  python -m analytics profile C0002              what is known of a customer, and why
  python -m analytics profile C0002 --json       the same for programs
  python -m analytics candidates --days 30       gather what was not understood, for `python -m nlu review`
  python -m analytics gaps --since 30d           what customers ask and no article answers
  python -m analytics gaps draft 3f9a1c          an article for one of them, out of what agents answered
  python -m analytics autopilot                  where the assistant is right often enough to act alone
  python -m analytics mine talks.csv             questions and answers out of past conversations

On SQLite the service keeps the profiles itself; `run` works there while it is stopped, the others always.
"""

errors = Console(stderr=True)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="python -m analytics",
        description="Follows the event log: keeps customers' profiles, and finds what to learn from it and what to write.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data", type=Path, default=Path("data"), metavar="DIR", help="the installation's folder (default: %(default)s)"
    )
    shared.add_argument("--config", type=Path, metavar="FILE", help="settings on top of configs/shopkeeper.toml (default: none)")
    commands = top.add_subparsers(dest="command", required=True, metavar="run|profile|candidates|gaps|autopilot|mine")
    run = commands.add_parser("run", parents=[shared], help="follow the log and write profiles")
    run.add_argument("--once", action="store_true", help="end when the log has nothing more (default: go on until Ctrl-C)")
    run.add_argument("--rebuild", action="store_true", help="forget all profiles first and read the log from its beginning")
    run.set_defaults(command=run_pipeline)
    show = commands.add_parser("profile", parents=[shared], help="show one customer's profile with its evidence")
    show.add_argument("customer", metavar="CUSTOMER", help="as the channel names the customer, such as C0002 or rest:alex")
    show.add_argument("--json", action="store_true", help="JSON instead of a table")
    show.set_defaults(command=show_profile)
    found = commands.add_parser("candidates", parents=[shared], help="gather messages that a person should label")
    found.add_argument("--days", type=_days, default=90, metavar="N", help="of the last N days (default: %(default)s)")
    found.set_defaults(command=gather_candidates)
    missing = commands.add_parser("gaps", parents=[shared], help="show what customers ask and no article answers")
    gaps.add_arguments(missing)
    missing.set_defaults(command=find_gaps)
    alone = commands.add_parser("autopilot", parents=[shared], help="show where the assistant may act alone")
    autopilot.add_arguments(alone)
    alone.set_defaults(command=show_autopilot)
    mined = commands.add_parser("mine", parents=[shared], help="propose articles out of past conversations")
    mining.add_arguments(mined)
    mined.set_defaults(command=mine)
    return top


async def run_pipeline(arguments: argparse.Namespace, settings: Settings) -> int:
    """Follow the log, once through or until cancelled."""
    stores = open_stores(_url(settings.database, arguments.data))
    try:
        profiler = pipeline.learn(load_products(), _purchases(settings, arguments.data))
        followed = pipeline.Pipeline(stores.log, stores.profiles, profiler)
        if arguments.rebuild:
            await stores.profiles.clear()
        with _reading() as progress:
            await followed.catch_up(progress)
        if not arguments.once:
            errors.print("following the log until Ctrl-C")
            await followed.run()
    finally:
        await stores.log.close()
    return 0


async def show_profile(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print one profile."""
    stores = open_stores(_url(settings.database, arguments.data), read_only=True)
    try:
        profile = await stores.profiles.get(arguments.customer)
    finally:
        await stores.log.close()
    if profile is None:
        _complain(f"nothing is known of customer {arguments.customer!r}: check the id, or wait until the log has been followed")
        return 2
    if arguments.json:
        print(json.dumps(TypeAdapter(Profile).dump_python(profile, mode="json"), ensure_ascii=False, indent=2))
    else:
        Console().print(report.table(profile, datetime.now(UTC)))
    return 0


async def gather_candidates(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the candidates to the installation's folder, in place of those that were there."""
    articles = load_articles(arguments.data, settings.knowledge.database)
    gatherer = Gatherer({article.id: article.intent for article in articles}, datetime.now(UTC) - timedelta(arguments.days))
    stores = open_stores(_url(settings.database, arguments.data), read_only=True)
    try:
        with _reading() as progress:
            found = await gather(stores.log, gatherer, progress)
    finally:
        await stores.log.close()
    candidates.write(arguments.data / candidates.FILE, found)
    messages = sum(one.count for one in found)
    print(f"{arguments.data / candidates.FILE} holds {len(found)} wordings of {messages} messages")
    print(f"`python -m nlu review --data {arguments.data}` asks about them")
    return 0


async def find_gaps(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show the gaps, or one of them, or write an article for it."""
    stores = open_stores(_url(settings.database, arguments.data), read_only=True)
    try:
        return await gaps.run(arguments, stores.log)
    finally:
        await stores.log.close()


async def show_autopilot(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show how often the assistant is right, by intent and language."""
    stores = open_stores(_url(settings.database, arguments.data), read_only=True)
    try:
        with _reading() as progress:
            return await autopilot.run(arguments, settings, stores.log, progress)
    finally:
        await stores.log.close()


async def mine(arguments: argparse.Namespace, settings: Settings) -> int:
    """Propose articles out of a file of dialogues, or out of the log where no file is named."""
    if arguments.source is not None:
        return mining.run(arguments, mining.from_file(arguments.source))
    stores = open_stores(_url(settings.database, arguments.data), read_only=True)
    try:
        return mining.run(arguments, await turns(stores.log))
    finally:
        await stores.log.close()


def main(arguments: list[str] | None = None) -> int:
    """Run a command; what is wrong is said in one sentence, with exit code 2."""
    logging.basicConfig(format="%(message)s")
    chosen = parser().parse_args(arguments)
    try:
        result: int = asyncio.run(chosen.command(chosen, load(chosen.config)))
    except (ConfigurationError, KnowledgeError, ModelError, StoreUnavailable) as error:
        _complain(str(error))
        return 2
    except KeyboardInterrupt:
        return 130
    return result


@contextlib.contextmanager
def _reading() -> Iterator[Callable[[int], None]]:
    """Shows how many events have been read."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} events"), TimeElapsedColumn())
    with Progress(*columns, console=errors) as progress:
        task = progress.add_task("reading the log", total=None)
        yield lambda done: progress.update(task, completed=done)


def _days(word: str) -> int:
    days = int(word) if word.isascii() and word.isdecimal() else 0
    if not 1 <= days <= 36_500:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of days from 1 to 36500")
    return days


def _url(template: str, data: Path) -> str:
    return template.replace("{data}", str(data))


def _purchases(settings: Settings, data: Path) -> Iterable[Purchase]:
    """The demo shop's purchases; of other shops only the catalogue is known here."""
    shop = make_url(_url(settings.bot.shop.get("database", DEFAULT), data))
    made = shop.get_backend_name() != "sqlite" or Path(shop.database or "").exists()
    if settings.bot.shop["name"] == "demo" and made:
        with contextlib.suppress(DBAPIError):
            return list(DemoSales(shop.render_as_string(hide_password=False)).purchases())
    _complain("the shop's orders cannot be read here: suggestions follow from the catalogue alone")
    return ()


def _complain(sentence: str) -> None:
    errors.print(escape(f"python -m analytics: {sentence}"), soft_wrap=True, highlight=False)


if __name__ == "__main__":
    sys.exit(main())
