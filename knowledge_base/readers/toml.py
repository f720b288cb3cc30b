"""Articles from TOML: an `[[article]]` table each."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from knowledge_base.entries import article_of
from knowledge_base.readers import Reader
from knowledge_base.report import Entry, Problem, entry_at


class TomlReader(Reader):
    """Reads `[[article]]` tables with one sub-table for each language."""

    def parse(self, content: bytes, file: Path) -> Iterator[Entry]:
        """Yield each table."""
        try:
            document = tomllib.loads(content.decode("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            yield Problem(file, "", f"is not TOML: {error}")
            return
        entries = document.pop("article", None)
        if document or not isinstance(entries, list):
            yield Problem(file, "", "must hold [[article]] tables and nothing else")
            return
        for number, entry in enumerate(entries, start=1):
            place = f"article {number}"
            yield entry_at(file, place, article_of(entry, file, place))
