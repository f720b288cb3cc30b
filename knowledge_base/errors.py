"""What is wrong with the shop's knowledge, in one sentence for the person who keeps it."""

from pathlib import Path

from knowledge_base.history import Revision


class KnowledgeError(Exception):
    """An entry that cannot be used: its `file`, the `entry` in it ("" for the whole file) and the `problem`.

    Readers hand these out as values, row by row; only a base that cannot be used at all raises one.

    - LibraryError: no file's, but the library's: it refuses what it is asked for
      - Conflict: somebody else wrote first
      - Unknown: there is no such article, revision or edition
      - Unavailable: the database cannot be used
    """

    def __init__(self, file: Path | None, entry: str, problem: str) -> None:
        super().__init__(": ".join(part for part in (file and str(file), entry, problem) if part))
        self.file = file
        self.entry = entry
        self.problem = problem


class LibraryError(KnowledgeError):
    """What the library does not do; `entry` is the article's id, or "" when it is about no single one."""

    def __init__(self, entry: str, problem: str) -> None:
        super().__init__(None, entry, problem)


class Conflict(LibraryError):
    """Somebody else wrote first; `newest` is what they made of the article, None when it is about the whole base."""

    def __init__(self, entry: str, problem: str, newest: Revision | None = None) -> None:
        super().__init__(entry, problem)
        self.newest = newest


class Unknown(LibraryError):
    """There is no such article, revision or edition."""


class Unavailable(LibraryError):
    """The database cannot be used; nothing was changed."""
