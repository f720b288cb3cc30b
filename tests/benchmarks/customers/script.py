"""A customer as data: what it wants, what it answers to which question, how it turns aside, and where that must end."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from nlu.understanding import Language

SCRIPTS = Path(__file__).parent / "scripts"
STRICT = ConfigDict(extra="forbid")
Ending = Literal["done", "refused", "cancelled", "person"]


@dataclass(frozen=True, config=STRICT)
class Twist:
    """Said once in place of the answer to the question `at`: a slot, or "confirm"; `kind` is what it does to the conversation."""

    at: str
    say: str
    kind: Literal["interruption", "correction", "refusal"]


@dataclass(frozen=True, config=STRICT)
class Customer:
    """One customer of a flow.

    It `opens` with a message and `answers` by slot; a text that begins with > is a button, by its payload. It says `confirm`
    when asked whether it is sure, and `resume` when asked whether to go on. `orders` are the shop's orders that it needs, as
    fixtures of journeys. In the end the flow has come to `ends`, and the shop has done exactly what is in `wants`: requests by
    their kind and fields, of which those that are named must be so.
    """

    opens: str
    ends: Ending
    answers: Mapping[str, str] = field(default_factory=dict)
    confirm: str = ""
    resume: str = ""
    twists: tuple[Twist, ...] = ()
    orders: Mapping[str, str | Mapping[str, Any]] = field(default_factory=dict)
    wants: tuple[Mapping[str, str | int], ...] = ()
    flow: str = ""
    language: Language = "en"


_CUSTOMERS = TypeAdapter(tuple[Customer, ...])


def load(folder: Path = SCRIPTS) -> Iterator[Customer]:
    """All customers of `folder`: FLOW.LANGUAGE.toml, a list `customers` each."""
    for file in sorted(folder.glob("*.toml")):
        flow, language = file.stem.split(".")
        entries = tomllib.loads(file.read_text(encoding="utf-8"))["customers"]
        yield from _CUSTOMERS.validate_python([{**entry, "flow": flow, "language": language} for entry in entries])
