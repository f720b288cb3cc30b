"""Articles from TOML: an `[[article]]` table each."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from knowledge_base.articles import Article
from knowledge_base.entries import article_of
from knowledge_base.errors import KnowledgeError
from knowledge_base.readers import Reader


class TomlReader(Reader):
    """Reads `[[article]]` tables with one sub-table for each language."""

    def parse(self, content: bytes, file: Path) -> Iterator[Article | KnowledgeError]:
        """Yield each table."""
        try:
            document = tomllib.loads(content.decode("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            yield KnowledgeError(file, "", f"is not TOML: {error}")
            return
        entries = document.pop("article", None)
        if document or not isinstance(entries, list):
            yield KnowledgeError(file, "", "must hold [[article]] tables and nothing else")
            return
        for number, entry in enumerate(entries, start=1):
            yield article_of(entry, file, f"article {number}")
