"""`python -m analytics mine`: articles proposed out of past conversations."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analytics.mining.dialogues import Problem, Rows, Turn, read
from analytics.mining.proposals import SUPPORT, Proposal, evidence, proposed
from configs.errors import ConfigurationError
from configs.progress import bars
from knowledge_base.pipeline import write
from nlu.pipeline import FOLDER, Pipeline

_NAMED = 20  # bad rows that are printed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `mine` may be told, besides the installation's folder."""
    parser.add_argument(
        "source", nargs="?", type=Path, metavar="FILE", help=".csv or .json of dialogues (default: the shop's own log)"
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("proposals.json"),
        metavar="FILE",
        help="for `knowledge_base import` (default: %(default)s)",
    )
    parser.add_argument(
        "--support", type=_positive, default=SUPPORT, metavar="N", help="conversations that say the same (default: %(default)s)"
    )


def from_file(file: Path) -> Rows:
    """The turns of a file; raises ConfigurationError."""
    return read(file)


def run(arguments: argparse.Namespace, rows: Sequence[Turn | Problem]) -> int:
    """Propose, write, and print; 2 when rows were bad.

    Raises ConfigurationError, KnowledgeError and ModelError.
    """
    turns = [row for row in rows if isinstance(row, Turn)]
    bad = [row for row in rows if isinstance(row, Problem)]
    errors = Console(stderr=True)
    for problem in bad[:_NAMED]:
        errors.print(Text(f"bad  {problem}"), soft_wrap=True)
    if len(bad) > _NAMED:
        errors.print(f"and {len(bad) - _NAMED} bad rows more")
    understander = Pipeline.load(arguments.data / FOLDER)
    with bars() as progress:
        found = proposed(turns, understander, arguments.data, arguments.support, progress)
    if found:
        _keep(found, arguments.out)
        Console().print(table(found))
    talks = len({turn.conversation for turn in turns})
    print(f"{len(turns)} messages of {talks} conversations, {len(bad)} bad rows, {len(found)} proposals")
    if found:
        print(f"read {arguments.out} and {_beside(arguments.out)}, then `python -m knowledge_base import {arguments.out}`")
    return 2 if bad else 0


def table(found: Sequence[Proposal]) -> Table:
    """One row a proposal."""
    shown = Table(title="Proposed articles")
    for column in ("id", "support", "agreement", "question", "answer"):
        shown.add_column(column, overflow="fold")
    for one in found:
        passages = one.article.passages.values()
        questions, answers = (
            "\n".join(texts) for texts in zip(*((part.question, part.answer) for part in passages), strict=True)
        )
        shown.add_row(*map(Text, (one.article.id, str(one.support), f"{one.agreement:.2f}", questions, answers)))
    return shown


def _keep(found: Sequence[Proposal], file: Path) -> None:
    """The articles in a file that can be imported, what they rest on in one beside it."""
    write([one.article for one in found], file)
    try:
        _beside(file).write_text(json.dumps(evidence(found), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{_beside(file)}: cannot be written: {error.strerror}") from None


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.stem}.evidence.json")


def _positive(word: str) -> int:
    number = int(word) if word.isascii() and word.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{word!r} is no number from 1 on")
    return number
