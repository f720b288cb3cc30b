"""An article as one row of a table: the columns that CSV readers and writers share."""

from collections.abc import Mapping
from typing import Any

from knowledge_base.articles import LANGUAGES, Article
from knowledge_base.entries import entry_of

WORDINGS = ("variants", "held_back")
FIELDS = ("question", *WORDINGS, "answer")
COLUMNS = ("id", "intent", *(f"{language}.{name}" for language in LANGUAGES for name in FIELDS))
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def row_of(article: Article) -> list[str]:
    """The cells of `article` in the order of COLUMNS; wordings stand one to a line in their cell."""
    entry = entry_of(article)
    cells = [entry["id"], entry["intent"]]
    for language in LANGUAGES:
        passage = entry.get(language, {})
        values = (passage.get(name, "") for name in FIELDS)
        cells += ["\n".join(value) if isinstance(value, list) else value for value in values]
    return [harmless(cell) for cell in cells]


def entry_of_row(row: Mapping[str, str]) -> dict[str, Any]:
    """The entry that the row's cells, by column, describe; a language whose cells are all blank is left out."""
    entry: dict[str, Any] = {}
    for column, cell in row.items():
        text = restored(cell)
        language, _, name = column.partition(".")
        if not text.strip():
            continue
        if name:
            entry.setdefault(language, {})[name] = _lines(text) if name in WORDINGS else text
        else:
            entry[column] = text.strip()
    return entry


def harmless(cell: str) -> str:
    """`cell` with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def restored(cell: str) -> str:
    """What `harmless` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
