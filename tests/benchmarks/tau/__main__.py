"""`python -m tests.benchmarks.tau`: the retail tasks of tau-bench, of which each must end with exactly the gold database."""

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from configs import settings
from configs.progress import bars
from tests.benchmarks import results
from tests.benchmarks.figures import Figure
from tests.benchmarks.tau import database
from tests.benchmarks.tau.database import Task
from tests.benchmarks.tau.effects import DOES
from tests.benchmarks.tau.playing import Result, opened
from tests.benchmarks.tau.script import load

COMMAND = "python -m tests.benchmarks.tau"
PART = "A dialogue that finishes the job"
TABLE = ("| figure | here | reach | with an LLM | measured by |", "| --- | --- | --- | --- | --- |")
CONFIGURED = Path(__file__).with_name("shop.toml")
REACH, PEER = "0.60", "GPT-4o 0.604, with a simulated customer"


async def played(tasks: Sequence[Task], text: str, data: Path) -> dict[str, Result]:
    """What came of each task that has a script."""
    scripts, found = load(), {}
    async with opened(settings.load(CONFIGURED), data, text) as house:
        with bars() as progress:
            for number, task in enumerate(tasks):
                if task.name in scripts:
                    found[task.name] = await house.play(task, scripts[task.name])
                progress("tasks", number + 1, len(tasks))
    return found


def figures(tasks: Sequence[Task], found: Mapping[str, Result]) -> list[Figure]:
    """The shares of tasks that ended right: of those with one request at most, and of all."""
    single = [task for task in tasks if _writes(task) <= 1]
    return [
        Figure(f"tau-bench retail, one request: the gold database exactly, of {len(single)}", _share(single, found), REACH),
        Figure(f"… all {len(tasks)} tasks, {len(found)} of them played", _share(tasks, found), "", PEER),
        Figure("… failed with goods that the model was taught nothing of, out of scope to it", _outside(found)),
    ]


def _outside(found: Mapping[str, Result]) -> str:
    failed = [one for one in found.values() if not one.right]
    return f"{sum(one.outside for one in failed)} of {len(failed)} failures"


def _writes(task: Task) -> int:
    return sum(call["name"] in DOES for call in task.calls)


def _share(tasks: Sequence[Task], found: Mapping[str, Result]) -> str:
    return f"{sum(task.name in found and found[task.name].right for task in tasks) / len(tasks):.3f}"


def _show(task: Task, result: Result) -> None:
    print(f"\n## {task.name}", *result.said, sep="\n")
    print("did", *result.calls, sep="\n  ")
    print("gold", *(call for call in task.calls if call["name"] in DOES), sep="\n  ")


def main() -> None:
    """Print the figures and write them down."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, metavar="DIR", help="the folder that holds tau_retail")
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="what `prepare` has made (%(default)s)")
    parser.add_argument("--task", nargs="*", default=(), help="only these, and write nothing down")
    parser.add_argument("--shown", action="store_true", help="print the conversations that ended wrongly")
    chosen = parser.parse_args()
    tasks = [task for task in database.read_tasks(chosen.sets) if not chosen.task or task.name in chosen.task]
    found = asyncio.run(played(tasks, database.read_database(chosen.sets), chosen.data))
    for task in tasks:
        if chosen.shown and task.name in found and not found[task.name].right:
            _show(task, found[task.name])
    rows = [f"| {one.name} | {one.ours} | {one.reach} | {one.peer} | `{COMMAND}` |" for one in figures(tasks, found)]
    print("", *TABLE, *rows, sep="\n")
    if not chosen.task:
        results.merge(PART, TABLE, COMMAND, rows)


if __name__ == "__main__":
    main()
