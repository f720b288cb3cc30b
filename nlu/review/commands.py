"""`python -m nlu review`: the queue shown, gone through in the terminal, or answered by a file."""

import argparse
import getpass
import json
import sys
from functools import cache, partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from configs import settings
from configs.progress import bars
from nlu import own_sentences
from nlu.pipeline import FOLDER, Pipeline
from nlu.review import candidates
from nlu.review.batch import apply
from nlu.review.clustering import ALIKE
from nlu.review.decisions import Decisions, texts
from nlu.review.intents import Intents
from nlu.review.keys import keyboard
from nlu.review.ranking import Group, queue
from nlu.review.screen import Screen
from nlu.review.session import Session
from nlu.review.words import words
from nlu.sentences import DataError

EPILOG = """\
`python -m analytics candidates` gathers the messages from the log. Intents are those of nlu/data/intents.yaml.
Personal data is masked before anything is stored; names of people are not recognised, so drop sentences that have one.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--by", default=None, metavar="NAME", help="who decides (default: the name of the account)")
    parser.add_argument("--language", choices=("en", "zh"), help="only messages in this language (default: both)")
    parser.add_argument(
        "--alike", type=_cosine, default=ALIKE, metavar="COSINE", help="from which wordings are one item (default: %(default)s)"
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--list", action="store_true", help="print the queue, what helps most first, and end")
    way.add_argument("--apply", type=Path, metavar="FILE", help="take decisions from lines of text, tab, and an intent or `drop`")
    parser.add_argument("--json", action="store_true", help="with --list: JSON instead of a table")


def run(arguments: argparse.Namespace) -> int:
    """Do what the options ask for."""
    if arguments.json and not arguments.list:
        raise DataError("--json goes with --list; add it")
    if arguments.apply:
        return _apply(arguments)
    if arguments.list:
        groups = _queue(arguments)
        print(json.dumps([_values(group) for group in groups], ensure_ascii=False, indent=2)) if arguments.json else _show(groups)
        return 0
    return _review(arguments)


def _review(arguments: argparse.Namespace) -> int:
    if not sys.stdin.isatty():
        raise DataError("a review needs a terminal; use --list to see the queue and --apply FILE to decide")
    groups, decisions = _queue(arguments), Decisions(arguments.data)
    own = arguments.data / own_sentences.FOLDER
    intents = Intents(own_sentences.intents(own), own_sentences.read(own))
    screen = Screen(Console(), words(), intents)
    with keyboard(sys.stdin.fileno()) as read:
        done, left = Session(groups, decisions, _by(arguments), intents, screen, read).run()
    screen.say("end", done=done, left=left, data=arguments.data)
    return 0


def _apply(arguments: argparse.Namespace) -> int:
    there = (arguments.data / candidates.FILE).exists()
    known = candidates.read(arguments.data) if there else ()
    names = [intent.name for intent in own_sentences.intents(arguments.data / own_sentences.FOLDER)]
    model = cache(partial(_loaded, arguments))
    new, stood = apply(
        arguments.apply,
        Decisions(arguments.data),
        _by(arguments),
        names,
        known,
        lambda text: model().understand([text])[0].sentiment.label,
    )
    print(f"{new} decisions kept, {stood} stood already; `python -m nlu train --data {arguments.data}` learns from them")
    return 0


def _queue(arguments: argparse.Namespace) -> list[Group]:
    found = candidates.read(arguments.data)
    decided = texts(Decisions(arguments.data).standing())
    wanted = [one for one in found if one.text not in decided and arguments.language in (None, one.language)]
    model = _loaded(arguments)
    with bars() as progress:
        return queue(wanted, model, partial(progress, "reading the messages"), arguments.alike)


def _loaded(arguments: argparse.Namespace) -> Pipeline:
    return Pipeline.load(arguments.data / FOLDER, settings.load(arguments.config).nlu.threads)


def _cosine(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{word!r} is no number above 0 and up to 1")
    return value


def _by(arguments: argparse.Namespace) -> str:
    try:
        return arguments.by or getpass.getuser()
    except (KeyError, OSError):
        raise DataError("this account has no name; say with --by NAME who decides") from None


def _values(group: Group) -> dict[str, Any]:
    return {
        "help": round(group.help, 4),
        "count": group.count,
        "language": group.language,
        "text": group.text,
        "last": group.last.isoformat(),
        "reasons": dict(group.reasons),
        "named": dict(group.named),
        "ranking": [{"name": intent.name, "confidence": round(intent.confidence, 4)} for intent in group.choices],
        "wordings": [{"text": one.candidate.text, "count": one.candidate.count} for one in group.members],
    }


def _show(groups: list[Group]) -> None:
    table = Table("help", "messages", "wordings", "", "the commonest wording", "first of the ranking", "why")
    for group in groups:
        first = group.choices[0]
        table.add_row(
            f"{group.help:.2f}",
            str(group.count),
            str(len(group.members)),
            group.language,
            Text(group.text),
            f"{first.name} {first.confidence:.2f}",
            ", ".join(group.reasons),
        )
    Console().print(table)
