"""The customers of the tasks in our own words."""

import tomllib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from tests.benchmarks.customers.script import STRICT, Customer, Twist
from tests.benchmarks.tau.database import Task

SCRIPTS = Path(__file__).with_name("customers")


@dataclass(frozen=True, config=STRICT)
class Request:
    """One thing that a customer wants: how it `opens`, and `answers` by slot; the rest is as with Customer.

    An answer that begins with ? is the button whose title has all those words. {number} is the order number that the task tells
    the customer, {second} and {third} the next ones, {address} an address that it tells.
    """

    opens: str
    answers: Mapping[str, str] = field(default_factory=dict)
    confirm: str = "yes"
    twists: tuple[Twist, ...] = ()


@dataclass(frozen=True, config=STRICT)
class Script:
    """What the customer of a task says, one request after the other."""

    task: str
    requests: tuple[Request, ...]


_SCRIPTS = TypeAdapter(tuple[Script, ...])


def load(folder: Path = SCRIPTS) -> dict[str, Script]:
    """All scripts by their task."""
    texts = (file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.toml")))
    scripts = (script for text in texts for script in _SCRIPTS.validate_python(tomllib.loads(text)["customers"]))
    return {script.task: script for script in scripts}


def customer(request: Request, task: Task) -> Customer:
    """The customer of one request, with what the task tells about numbers and contact."""
    numbers = dict(zip(("number", "second", "third"), dict.fromkeys(task.numbers), strict=False))
    told = {**numbers, "address": task.address}
    answers = {"contact": task.email, "order_id": numbers.get("number", "")} | dict(request.answers)
    worded = {slot: answer.format(**told) for slot, answer in answers.items() if answer}
    return Customer(
        opens=request.opens.format(**told),
        ends="done",
        answers=worded,
        confirm=request.confirm,
        resume="no",
        twists=request.twists,
        flow="",
    )
