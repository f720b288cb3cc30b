"""Files to read, made on the spot."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge_base.dryrun import examine
from knowledge_base.report import Problem, Report

Examine = Callable[..., Report]


@pytest.fixture
def examined(tmp_path: Path) -> Examine:
    """The dry run of a file with the given name and content."""

    def run(name: str, content: bytes | str, language: str | None = None) -> Report:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return examine(file, language)

    return run


def told(problems: tuple[Problem, ...]) -> list[str]:
    """What the problems say, without the file."""
    return [": ".join(part for part in (problem.place, problem.problem) if part) for problem in problems]
