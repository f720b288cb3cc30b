"""What an import could not map, by file and line."""

from dataclasses import dataclass
from pathlib import Path

from bot.importing.nodes import Node


@dataclass(frozen=True, order=True)
class Unmapped:
    """One thing of a Rasa project that has no place here, or only a changed one, and why."""

    file: Path
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.why}"


def unmapped(node: Node, why: str) -> Unmapped:
    """The entry for a node of a file."""
    return Unmapped(node.file, node.line, why)
