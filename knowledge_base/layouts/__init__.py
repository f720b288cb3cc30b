"""Layouts: what the columns of a table mean; a file of this folder for each product that writes tables."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from configs import plugins
from knowledge_base.entries import article_of
from knowledge_base.languages import language_of, name_of
from knowledge_base.report import Entry, Problem, entry_at

OWN = "shopkeeper"
WIDEST = 200  # columns


class Layout(ABC):
    """One way to write questions and answers into a table."""

    ragged: ClassVar[bool] = False
    """Whether a row may have more cells than the header."""

    @abstractmethod
    def fits(self, header: Sequence[str]) -> bool:
        """Whether a table with these columns is written so."""

    def complaint(self, header: Sequence[str]) -> str:
        """What is wrong with the columns, in one sentence; "" for nothing."""
        return "names a column twice; rename one of them" if len(set(header)) < len(header) else ""

    @abstractmethod
    def entry(self, header: Sequence[str], cells: Sequence[str], language: str | None) -> dict[str, Any]:
        """The row as `article_of` reads it; `language` is that of all rows, None for each its own."""


def articles(rows: Iterable[tuple[str, list[str]]], file: Path, language: str | None) -> Iterator[Entry]:
    """Yield what the rows hold, the first one being the header; each comes with its place."""
    lines = iter(rows)
    place, header = next(lines, ("line 1", []))
    header = _named(header)
    layout = _layout(header)
    complaint = layout.complaint(header)
    if complaint:
        yield Problem(file, "header", complaint)
        return
    for place, cells in lines:
        if any(cell.strip() for cell in cells):
            yield from _row(layout, header, cells, file, place, language)


def single(question: str, cells: dict[str, Any], language: str | None) -> dict[str, Any]:
    """An entry of one language whose `cells` are the passage's; what tells the article is taken from its question."""
    answer = str(cells.get("answer", ""))
    return {"id": name_of(question), language or language_of(f"{question} {answer}"): {"question": question, **cells}}


def _named(header: Sequence[str]) -> list[str]:
    names = [name.strip() for name in header]
    while names and not names[-1]:
        names.pop()
    return names


def _layout(header: Sequence[str]) -> Layout:
    family = "knowledge_base.layouts"
    known = [plugins.find(Layout, family, name)() for name in plugins.names(family) if name != OWN]
    return next((layout for layout in known if layout.fits(header)), None) or plugins.find(Layout, family, OWN)()


def _row(layout: Layout, header: list[str], cells: list[str], file: Path, place: str, language: str | None) -> Iterator[Entry]:
    surplus = cells[len(header) :]
    if len(cells) < len(header) or (any(surplus) and not layout.ragged):
        yield Problem(file, place, f"has {len(cells)} cells, the header {len(header)}; quote cells that hold a separator")
        return
    if surplus and not any(surplus) and not layout.ragged:
        yield Problem(file, place, f"has {len(surplus)} blank cells too many, which were passed over", "warning")
    entry = layout.entry(header, cells if layout.ragged else cells[: len(header)], language)
    unanswered = next((key for key, part in entry.items() if isinstance(part, dict) and not part.get("answer")), "")
    if unanswered:
        named = f"{place} ({entry['id']})" if entry.get("id") else place
        yield Problem(file, named, f"{unanswered}.answer: is empty; write the answer or take the row out")
        return
    yield entry_at(file, place, article_of(entry, file, place))
