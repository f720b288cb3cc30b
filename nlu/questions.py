"""Questions and what answers them: the wordings from which the sentence vectors learn which questions ask for the same."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from nlu.holding import held
from nlu.sentences import DataError

FILE = "questions.jsonl"  # in the installation's folder
_RESERVED = 6  # one question of so many


@dataclass(frozen=True)
class Question:
    """A wording, and the name of what answers it."""

    text: str
    language: str
    answer: str


_QUESTION = TypeAdapter(Question)


def reserved(text: str) -> bool:
    """Whether a wording is never trained on, so that a search may be tuned on how well its vector finds the answer."""
    return held(text, _RESERVED)


def write(file: Path, questions: Iterable[Question]) -> None:
    """Write a line of JSON for each."""
    file.write_text("".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in questions), encoding="utf-8")


def read(file: Path) -> tuple[Question, ...]:
    """The questions in `file`, none when there is no such file; raises DataError for a line that is not one."""
    if not file.exists():
        return ()
    return tuple(_parsed(file, number, line) for number, line in enumerate(file.read_bytes().splitlines(), 1))


def _parsed(file: Path, number: int, line: bytes) -> Question:
    try:
        return _QUESTION.validate_json(line)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"])) or "line"
        raise DataError(
            f"{file}:{number}: {place}: {problem['msg'].lower()}; `python -m bot prepare --train` writes it anew"
        ) from None
