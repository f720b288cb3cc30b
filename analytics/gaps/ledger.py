"""What is remembered of gaps from one report to the next, so that one keeps its id, and its end is known."""

import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from analytics.gaps.values import State
from configs.errors import ConfigurationError

FILE = "gaps.json"  # in the installation's folder
EXAMPLES = 30
"""Wordings that are remembered of a gap; more would only hold its centre where it is."""


@dataclass(frozen=True)
class Entry:
    """A gap as it was last seen: the `wordings`, masked, by which it is known again, and what became of it."""

    id: str
    wordings: tuple[str, ...]
    state: State
    since: date
    solved: date | None = None
    reopened: date | None = None

    def solve(self, today: date) -> "Entry":
        """The same, solved; one that was solved before keeps its day."""
        return self if self.state == "solved" else replace(self, state="solved", solved=today)

    def reopen(self, today: date) -> "Entry":
        """The same, asked again after it was solved."""
        return self if self.state != "solved" else replace(self, state="reopened", reopened=today)


_ENTRIES = TypeAdapter(tuple[Entry, ...])


def read(data: Path) -> tuple[Entry, ...]:
    """What is remembered in the folder `data`; nothing where no report was made yet.

    Raises ConfigurationError when the file is damaged.
    """
    file = data / FILE
    if not file.exists():
        return ()
    try:
        return _ENTRIES.validate_json(file.read_bytes())
    except (ValidationError, OSError) as error:
        problem = str(error).splitlines()[0]
        raise ConfigurationError(f"{file}: cannot be read ({problem}); put it aside and gaps are numbered anew") from None


def write(data: Path, entries: Iterable[Entry]) -> None:
    """Replace what is remembered, in one step and readable for its owner only.

    Raises ConfigurationError when the folder cannot be written to.
    """
    text = json.dumps([asdict(entry) for entry in entries], ensure_ascii=False, indent=1, default=str)
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{FILE}.", dir=data)
        with os.fdopen(descriptor, "w", encoding="utf-8") as fresh:
            fresh.write(text)
        Path(name).replace(data / FILE)
    except OSError as error:
        raise ConfigurationError(f"{data / FILE}: cannot be written: {error.strerror}") from None
