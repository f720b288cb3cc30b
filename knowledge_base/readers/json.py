"""Articles from JSON: an array of objects, or an export of Zendesk's or Intercom's help centre."""

import json
from collections.abc import Iterator
from pathlib import Path

from knowledge_base import helpcentres
from knowledge_base.entries import article_of
from knowledge_base.readers import Reader
from knowledge_base.report import Entry, Problem, entry_at


class JsonReader(Reader):
    """Reads an array of articles, each an object with one object for each language."""

    def parse(self, content: bytes, file: Path) -> Iterator[Entry]:
        """Yield each object of the array."""
        try:
            document = json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            yield Problem(file, "", f"is not JSON: {error}")
            return
        foreign = helpcentres.articles_in(document)
        if foreign is not None:
            yield from helpcentres.entries(foreign, file, self.language)
            return
        if not isinstance(document, list):
            yield Problem(file, "", "must be an array of articles: [{...}, {...}]")
            return
        for number, entry in enumerate(document, start=1):
            place = f"article {number}"
            yield entry_at(file, place, article_of(entry, file, place))
