"""Articles to JSON: an array of objects."""

import json
from collections.abc import Sequence

from knowledge_base.articles import Article
from knowledge_base.entries import entry_of
from knowledge_base.writers import TextWriter


class JsonWriter(TextWriter):
    """Writes indented JSON, so that two exports can be compared line by line."""

    def content(self, articles: Sequence[Article]) -> str:
        """An array with an object for each article."""
        return json.dumps([entry_of(article) for article in articles], ensure_ascii=False, indent=2) + "\n"
