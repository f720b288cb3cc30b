"""Writers: a file name's ending is the plug-in's name; what one writes, the reader of the same name reads back unchanged."""

import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

from knowledge_base.articles import Article
from knowledge_base.errors import KnowledgeError


class Writer(ABC):
    """Writes one kind of file."""

    @abstractmethod
    def encoded(self, articles: Sequence[Article], file: Path) -> bytes:
        """The content of `file`.

        Raises KnowledgeError when this kind of file cannot hold an article.
        """

    def write(self, articles: Sequence[Article], file: Path) -> None:
        """Put the articles into `file`, which is complete or as it was before.

        Raises KnowledgeError when it cannot be written.
        """
        try:
            replace(file, self.encoded(articles, file))
        except OSError as error:
            raise KnowledgeError(file, "", f"cannot be written: {error.strerror}") from None


class TextWriter(Writer):
    """Writes one kind of text, in UTF-8."""

    @abstractmethod
    def content(self, articles: Sequence[Article]) -> str:
        """The whole file's text."""

    def encoded(self, articles: Sequence[Article], file: Path) -> bytes:
        """The text in UTF-8."""
        return self.content(articles).encode()


def replace(file: Path, content: bytes) -> None:
    """Give `file` a new content in one step that survives a power cut.

    Raises OSError.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as temporary:
            temporary.write(content)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
