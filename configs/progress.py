"""What long work tells whoever waits for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Shown

Progress = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and of how much."""


@contextmanager
def bars() -> Iterator[Progress]:
    """Bars on stderr with the time left, one for each thing that is heard of."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"), TimeRemainingColumn())
    shown = Shown(*columns, console=Console(stderr=True))
    tasks: dict[str, TaskID] = {}

    def progress(task: str, done: int, total: int) -> None:
        # Started only now, because even no bar at all would leave an empty line.
        shown.start()
        if task not in tasks:
            tasks[task] = shown.add_task(task)
        shown.update(tasks[task], total=total, completed=done)

    try:
        yield progress
    finally:
        if tasks:
            shown.stop()
