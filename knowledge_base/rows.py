"""An article as one row of a table: the columns that CSV readers and writers share."""

import re
from collections.abc import Mapping
from typing import Any

from knowledge_base.articles import LANGUAGES, Article
from knowledge_base.entries import entry_of

WORDINGS = ("variants", "held_back")
FIELDS = ("question", *WORDINGS, "answer")
TERMS = ("channels", "valid_from", "valid_until", "threshold", "owner", "review_by")
COLUMNS = ("id", "intent", *TERMS, *(f"{language}.{name}" for language in LANGUAGES for name in FIELDS))
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_BETWEEN_NAMES = re.compile(r"[\s,;，；、]+")


def row_of(article: Article) -> list[str]:
    """The cells of `article` in the order of COLUMNS, safe to open in a spreadsheet."""
    texts = texts_of(article)
    return [harmless(texts.get(column, "")) for column in COLUMNS]


def texts_of(article: Article) -> dict[str, str]:
    """What `article` holds by column, blank columns left out; several wordings or channels stand one to a line."""
    entry = entry_of(article)
    values = {name: value for name, value in entry.items() if name not in LANGUAGES}
    for language in LANGUAGES:
        values |= {f"{language}.{name}": value for name, value in entry.get(language, {}).items()}
    texts = {name: "\n".join(value) if isinstance(value, list) else str(value) for name, value in values.items()}
    return {name: text for name, text in texts.items() if text}


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
            entry[column] = _term(column, text.strip())
    return entry


def harmless(cell: str) -> str:
    """`cell` with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def restored(cell: str) -> str:
    """What `harmless` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _term(column: str, text: str) -> object:
    """The text as the entry has it; what is no number stays text, and the entry's check says so."""
    if column == "channels":
        return [name for name in _BETWEEN_NAMES.split(text) if name]
    if column == "threshold":
        try:
            return float(text)
        except ValueError:
            return text
    return text


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
