"""The shop's articles in one JSON file, replaced by renaming."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge_base.articles import Article
from knowledge_base.errors import KnowledgeError
from knowledge_base.readers.json import JsonReader
from knowledge_base.stores import ArticleStore
from knowledge_base.writers.json import JsonWriter


@dataclass(frozen=True)
class FileStore(ArticleStore):
    """Keeps the articles in `file`, sorted by id, in the format of an export."""

    file: Path

    def exists(self) -> bool:
        """Whether the file is there."""
        return self.file.exists()

    def articles(self) -> tuple[Article, ...]:
        """All articles, by id."""
        found: list[Article] = []
        for entry in JsonReader().read(self.file) if self.exists() else ():
            if isinstance(entry, KnowledgeError):
                remedy = "delete it and import an export again"
                raise KnowledgeError(self.file, entry.entry, f"{entry.problem}; {remedy}")
            found.append(entry)
        return tuple(found)

    def replace(self, articles: Iterable[Article]) -> None:
        """Write a new file beside the old one and rename it."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KnowledgeError(self.file, "", f"cannot be written: {error.strerror}") from None
        JsonWriter().write(sorted(articles, key=lambda article: article.id), self.file)
