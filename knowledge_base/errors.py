"""What is wrong with the shop's knowledge, in one sentence for the person who keeps it."""

from pathlib import Path


class KnowledgeError(Exception):
    """An entry that cannot be used: its `file`, the `entry` in it ("" for the whole file) and the `problem`.

    Readers hand these out as values, row by row; only a base that cannot be used at all raises one.
    """

    def __init__(self, file: Path, entry: str, problem: str) -> None:
        super().__init__(": ".join(part for part in (str(file), entry, problem) if part))
        self.file = file
        self.entry = entry
        self.problem = problem
