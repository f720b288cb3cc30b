"""Articles from JSON: an array of objects."""

import json
from collections.abc import Iterator
from pathlib import Path

from knowledge_base.articles import Article
from knowledge_base.entries import article_of
from knowledge_base.errors import KnowledgeError
from knowledge_base.readers import Reader


class JsonReader(Reader):
    """Reads an array of articles, each an object with one object for each language."""

    def parse(self, content: bytes, file: Path) -> Iterator[Article | KnowledgeError]:
        """Yield each object of the array."""
        try:
            entries = json.loads(content.decode("utf-8-sig"))
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            yield KnowledgeError(file, "", f"is not JSON: {error}")
            return
        if not isinstance(entries, list):
            yield KnowledgeError(file, "", "must be an array of articles: [{...}, {...}]")
            return
        for number, entry in enumerate(entries, start=1):
            yield article_of(entry, file, f"article {number}")
