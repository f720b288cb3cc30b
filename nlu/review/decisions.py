"""What people decided about candidates: lines that are only ever added, each durable before the next is asked for."""

import json
import os
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from nlu.sentences import DataError
from nlu.understanding import Language, SentimentLabel

FILE = "reviewed.jsonl"  # in the installation's folder


@dataclass(frozen=True)
class Wording:
    """A masked text that was decided about; its sentiment is the model's, nobody was asked."""

    text: str
    language: Language
    sentiment: SentimentLabel


@dataclass(frozen=True)
class Decision:
    """One line of the file: the wordings mean `intent`, are dropped for good, or an earlier decision is undone by its `id`."""

    action: Literal["label", "drop", "undo"]
    by: str
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    intent: str = ""
    undoes: str = ""
    wordings: tuple[Wording, ...] = ()


_DECISION = TypeAdapter(Decision)


class Decisions:
    """The decisions of one installation; several people may add to them at once."""

    def __init__(self, data: Path) -> None:
        self.file = data / FILE

    def add(self, decisions: Sequence[Decision]) -> None:
        """Append the decisions in one write and return when they are durable; raises DataError when they cannot be kept."""
        try:
            self.file.touch(mode=0o600)
            with self.file.open("ab+") as handle:
                # A process that died while it wrote may have left half a line, which would take this one along.
                if size := handle.seek(0, os.SEEK_END):
                    handle.seek(size - 1)
                    handle.write(b"" if handle.read(1) == b"\n" else b"\n")
                handle.write("".join(_line(one) for one in decisions).encode())
                handle.flush()
                os.fsync(handle.fileno())
        except OSError as error:
            raise DataError(f"{self.file}: the decision cannot be written: {error.strerror}") from error

    def standing(self) -> list[Decision]:
        """The decisions that nobody has undone, oldest first; raises DataError for a line that another program wrote."""
        made: dict[str, Decision] = {}
        for decision in self._lines():
            if decision.action == "undo":
                made.pop(decision.undoes, None)
            else:
                made[decision.id] = decision
        return list(made.values())

    def undo(self, by: str) -> Decision | None:
        """Undo the last standing decision of this person and return it; None when there is none."""
        last = next((one for one in reversed(self.standing()) if one.by == by), None)
        if last is not None:
            self.add([Decision("undo", by, undoes=last.id)])
        return last

    def _lines(self) -> Iterator[Decision]:
        content = self.file.read_bytes() if self.file.exists() else b""
        for number, line in enumerate(content.split(b"\n"), 1):
            if _whole(line):
                yield self._parsed(number, line)

    def _parsed(self, number: int, line: bytes) -> Decision:
        try:
            return _DECISION.validate_json(line)
        except ValidationError as error:
            problem = error.errors()[0]
            place = ".".join(map(str, problem["loc"])) or "line"
            raise DataError(f"{self.file}:{number}: {place}: {problem['msg'].lower()}; mend or remove the line") from None


def texts(decisions: Sequence[Decision]) -> frozenset[str]:
    """Every text that was decided about."""
    return frozenset(wording.text for decision in decisions for wording in decision.wordings)


def _whole(line: bytes) -> bool:
    """Whether a line is one: blank ones, and those that ended with the process that wrote them, were never acknowledged."""
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _line(decision: Decision) -> str:
    return json.dumps({**asdict(decision), "at": decision.at.isoformat()}, ensure_ascii=False) + "\n"
