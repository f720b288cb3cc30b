"""What an import finds: articles with the place where they stand, and what is wrong, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge_base.articles import Article
from knowledge_base.errors import KnowledgeError

Severity = Literal["error", "warning"]
Source = Path | str
"""A file, or the address of a page."""


@dataclass(frozen=True)
class Found:
    """An article that came in, and the `place` in its `file` ("line 3", "article 7")."""

    file: Source
    place: str
    article: Article


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: an error keeps its row out, a warning does not; `place` is "" for the whole file."""

    file: Source
    place: str
    problem: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.file), self.place, self.problem) if part)

    def raised(self) -> KnowledgeError:
        """The same as an exception."""
        return KnowledgeError(Path(self.file), self.place, self.problem)


Entry = Found | Problem


@dataclass(frozen=True)
class Report:
    """All that one import found, in the order of the files."""

    entries: tuple[Entry, ...]

    @property
    def found(self) -> tuple[Found, ...]:
        """The articles with their places."""
        return tuple(entry for entry in self.entries if isinstance(entry, Found))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The rows that cannot come in."""
        return tuple(self._problems("error"))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What an editor should look at, though it comes in."""
        return tuple(self._problems("warning"))

    @property
    def articles(self) -> tuple[Article, ...]:
        """What would come in."""
        return tuple(found.article for found in self.found)

    def lines(self) -> Iterator[str]:
        """The report for a person: a line for each problem, in the order of the rows, and the sum."""
        for problem in (*self.errors, *self.warnings):
            yield f"{problem.severity:<10} {problem}"
        yield f"{len(self.found):,} articles, {len(self.errors):,} errors, {len(self.warnings):,} warnings"

    def _problems(self, severity: Severity) -> Iterator[Problem]:
        return (entry for entry in self.entries if isinstance(entry, Problem) and entry.severity == severity)


def entry_at(file: Source, place: str, result: Article | KnowledgeError) -> Entry:
    """What reading one entry gave, with its place."""
    if isinstance(result, Article):
        return Found(file, place, result)
    return Problem(file, result.entry, result.problem)
