"""Regular expressions that are kept as data: tables of one language's patterns, put together from named fragments."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).with_name("data")
_FRAGMENT = re.compile(r"%(\w+)%")


@dataclass(frozen=True)
class Patterns:
    """The patterns that a table lists under `patterns`, in order, and those that have a name of their own."""

    listed: tuple[str, ...]
    single: Mapping[str, str]


def load(table: str, language: str, fragments: Mapping[str, str]) -> Patterns:
    """The patterns of `table`.toml for a language.

    `%name%` stands for one of its fragments or of `fragments`; line ends stand for nothing.
    """
    found = tomllib.loads((DATA / f"{table}.toml").read_text(encoding="utf-8"))[language]
    known = {**found.get("fragments", {}), **fragments}
    single = {name: _whole(value, known) for name, value in found.items() if isinstance(value, str)}
    return Patterns(tuple(_whole(one, known) for one in found["patterns"]), single)


def _whole(pattern: str, fragments: Mapping[str, str]) -> str:
    pattern = "".join(pattern.splitlines())
    return _FRAGMENT.sub(lambda name: _whole(fragments[name[1]], fragments), pattern)
