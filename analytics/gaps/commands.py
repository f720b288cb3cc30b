"""`python -m analytics gaps`: what customers ask and no article answers."""

import argparse
import contextlib
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from analytics.gaps.drafts import draft
from analytics.gaps.finding import Found, Search
from analytics.gaps.page import page as html
from analytics.gaps.pipeline import period
from analytics.gaps.questions import collect
from analytics.gaps.report import as_json, gap_json, page, table
from analytics.gaps.values import Gap, Report
from analytics.stores import EventLog
from configs.errors import ConfigurationError
from configs.progress import bars
from knowledge_base.pipeline import load_articles, write
from nlu.pipeline import FOLDER, Pipeline

_DAYS = re.compile(r"(\d{1,5})d?")
_LONGEST = 36_500


EXAMPLES = """\
examples:
  python -m analytics gaps                          the last 30 days: the open gaps first, the most asked first
  python -m analytics gaps --since 90d --html gaps.html
  python -m analytics gaps show 3fa9c1              its questions, and what people answered
  python -m analytics gaps draft 3fa9c1             an article out of the best reply, for `python -m knowledge_base import`

A gap is solved once what is published answers most of its questions, and open again when customers ask on.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `gaps` may be told, besides the installation's folder."""
    parser.epilog, parser.formatter_class = EXAMPLES, argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "what", nargs="?", choices=("list", "show", "draft"), default="list", help="all gaps, one, or its article"
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="of the gap to show or to draft an article for")
    parser.add_argument("--since", type=days, default=30, metavar="30d", help="of the last N days (default: 30d)")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    parser.add_argument("--html", type=Path, metavar="FILE", help="also write a page with plots")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="where `draft` writes the article: .json, .csv (default: GAP.json)"
    )


async def run(arguments: argparse.Namespace, log: EventLog) -> int:
    """Make the report, keep what is to be known again, and print what is wanted.

    Raises ConfigurationError, KnowledgeError, ModelError and StoreUnavailable.
    """
    if (arguments.what == "list") != (arguments.id is None):
        raise ConfigurationError(f"gaps {arguments.what}: give the ID of a gap after it; `gaps` alone lists them")
    since, until = period(arguments.since, datetime.now(UTC))
    with _reading() as progress:
        questions = await collect(log, since, progress)
    data = arguments.data
    search = Search(data, Pipeline.load(data / FOLDER), load_articles(data))
    with bars() as heard:
        found = search.report(questions, since, until, heard)
    if arguments.html:
        _write(arguments.html, html(found.report))
    if arguments.what == "list":
        print(_json(as_json(found.report))) if arguments.json else Console().print(table(found.report))
        return 0
    gap = _wanted(found.report, arguments.id)
    return _draft(found, gap, arguments) if arguments.what == "draft" else _show(gap, arguments)


def days(word: str) -> int:
    """The days that a word such as 30d or 30 says."""
    found = _DAYS.fullmatch(word) if word.isascii() else None
    count = int(found[1]) if found else 0
    if not 1 <= count <= _LONGEST:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of days from 1d to {_LONGEST}d")
    return count


def _show(gap: Gap, arguments: argparse.Namespace) -> int:
    print(_json(gap_json(gap))) if arguments.json else Console().print(page(gap))
    return 0


def _draft(found: Found, gap: Gap, arguments: argparse.Namespace) -> int:
    made = draft(gap, found.understander, found.metric)
    if made is None:
        raise ConfigurationError(f"gap {gap.id}: nobody has answered this in the log yet; write the article by hand")
    file = arguments.out or Path(f"{made.article.id}.json")
    write([made.article], file)
    print(f"{file} holds {made.article.id}; read it, then `python -m knowledge_base import {file}`")
    if made.missing:
        print(f"nobody has answered in {', '.join(made.missing)} yet: add the translation")
    return 0


def _wanted(made: Report, gap_id: str) -> Gap:
    gap = made.gap(gap_id)
    if gap is None:
        known = ", ".join(one.id for one in made.gaps) or "none"
        raise ConfigurationError(f"there is no gap {gap_id!r} in this period; there are: {known}")
    return gap


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be written: {error.strerror}") from None


@contextlib.contextmanager
def _reading() -> Iterator[Callable[[int], None]]:
    """Shows how many events have been read."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} events"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("reading the log", total=None)
        yield lambda done: progress.update(task, completed=done)
