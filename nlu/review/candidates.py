"""Messages from use that a person might label: the values, and the file that they are handed over in."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from nlu.sentences import DataError
from nlu.understanding import Language, SentimentLabel

FILE = "candidates.jsonl"  # in the installation's folder
LONGEST = 500
"""Characters of a text that becomes a training sentence; a longer one is a letter."""

Reason = Literal["corrected", "clicked", "handed_off", "not_understood", "out_of_scope", "unsure"]


@dataclass(frozen=True)
class Candidate:
    """One wording, masked, that `count` messages had, the last of them at `last`.

    `reasons` say why it is here, `named` which intents agents or clicks gave it and how often.
    """

    text: str
    language: Language
    sentiment: SentimentLabel
    count: int
    last: datetime
    reasons: tuple[Reason, ...]
    named: Mapping[str, int] = field(default_factory=dict, hash=False)


_CANDIDATE = TypeAdapter(Candidate)


def write(file: Path, candidates: Iterable[Candidate]) -> None:
    """Replace `file` as a whole, readable for its owner only."""
    fresh = file.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text("".join(_line(one) for one in candidates), encoding="utf-8")
    fresh.replace(file)


def read(data: Path) -> tuple[Candidate, ...]:
    """The candidates in `data`; raises DataError that says what to run when there are none, or for a line that is none."""
    file, remedy = data / FILE, f"run `python -m analytics candidates --data {data}`"
    if not file.exists():
        raise DataError(f"{file} is not there; {remedy}, which gathers them from the log")
    return tuple(_parsed(file, number, line, remedy) for number, line in enumerate(file.read_bytes().splitlines(), 1))


def _line(candidate: Candidate) -> str:
    return json.dumps({**asdict(candidate), "last": candidate.last.isoformat()}, ensure_ascii=False) + "\n"


def _parsed(file: Path, number: int, line: bytes, remedy: str) -> Candidate:
    try:
        return _CANDIDATE.validate_json(line)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"])) or "line"
        raise DataError(f"{file}:{number}: {place}: {problem['msg'].lower()}; {remedy}") from None
