"""The command line by families; `add` of each adds its commands to the parser."""

import argparse
import getpass
import sys
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from configs import settings
from knowledge_base import pipeline
from knowledge_base.library import Library

Commands = Any
"""What argparse's `add_subparsers` gives, a class that is not public."""


def opened(arguments: argparse.Namespace) -> "closing[Library]":
    """The library that `--data` and `--config` name, to be used in a `with` statement."""
    return closing(pipeline.library(arguments.data, settings.load(arguments.config).knowledge.database))


def signing() -> argparse.ArgumentParser:
    """The options of commands that write."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--author", default=_user(), metavar="NAME", help="who does this (default: %(default)s)")
    parser.add_argument("--note", default="", metavar="TEXT", help="why, for those who read the history")
    return parser


def warn_of_demo(library: Library, staying: Iterable[str] | None = None) -> None:
    """Say on stderr, before the first publication, what `pipeline.leaving` has to say."""
    if warning := pipeline.leaving(library, staying):
        print(f"{'warning':<10} {warning}", file=sys.stderr)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
