"""The tasks and the database of a copy of tau-bench's retail folder, as it is published."""

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Database = dict[str, Any]
"""users, orders and products by their ids, as the file has them."""
FOLDER = "tau_retail"
EMAIL = re.compile(r"[\w.]+@[\w.]+\w")
ADDRESS = re.compile(r"\d+ [A-Z][\w ]+,[\w ,]+? \d{5}")
NUMBER = re.compile(r"#?W\d{7}")


@dataclass(frozen=True)
class Task:
    """What the customer knows, with e-mail address, address and order numbers if there are any, and the calls that solve it."""

    name: str
    known: str
    email: str
    address: str
    numbers: tuple[str, ...]
    calls: tuple[Mapping[str, Any], ...]


def read_database(folder: Path) -> str:
    """The database as JSON: whoever wants one of their own loads it."""
    return gzip.decompress((folder / FOLDER / "db.json.gz").read_bytes()).decode()


def read_tasks(folder: Path) -> list[Task]:
    """All tasks in their order."""
    tasks = json.loads((folder / FOLDER / "tasks.json").read_text(encoding="utf-8"))
    return [_task(entry) for entry in tasks]


def _task(entry: Mapping[str, Any]) -> Task:
    told = entry["user_scenario"]["instructions"]
    known = told["known_info"] or ""
    wanted = " ".join(str(told[name]) for name in ("reason_for_call", "task_instructions"))
    emails, places = EMAIL.findall(known), ADDRESS.findall(f"{wanted} {known}")
    calls = tuple({"name": one["name"], **one["arguments"]} for one in entry["evaluation_criteria"]["actions"] or ())
    return Task(entry["id"], known, next(iter(emails), ""), next(iter(places), ""), tuple(NUMBER.findall(wanted)), calls)


def customer_of(task: Task, database: Database) -> str:
    """The user who fits what the customer knows of themselves, else whose orders the task's calls are about."""
    numbers = [call["order_id"] for call in task.calls if call.get("order_id") in database["orders"]]
    owners = [str(database["orders"][number]["user_id"]) for number in numbers]
    return next((user for user, one in database["users"].items() if _is(one, task.known)), "") or owners[0]


def _is(user: Mapping[str, Any], known: str) -> bool:
    named = user["user_id"] in known or all(name in known for name in user["name"].values())
    return user["email"] in known or (named and user["address"]["zip"] in known)
