"""Readers: a file name's ending is the plug-in's name; each reads articles out of one file."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

from knowledge_base.articles import Article
from knowledge_base.errors import KnowledgeError

LARGEST = 64 * 1024 * 1024  # bytes; beyond it a file is refused before it fills the memory


class Reader(ABC):
    """Reads one kind of file."""

    @abstractmethod
    def parse(self, content: bytes, file: Path) -> Iterator[Article | KnowledgeError]:
        """Yield each entry of `content` as an article, or as what is wrong with it; never raises for what is in it."""

    def read(self, file: Path) -> Iterator[Article | KnowledgeError]:
        """Yield the entries of `file`; one that cannot be opened is one KnowledgeError."""
        try:
            if file.stat().st_size > LARGEST:
                yield KnowledgeError(file, "", f"is larger than {LARGEST // 1024**2} MiB; split it")
                return
            content = file.read_bytes()
        except OSError as error:
            yield KnowledgeError(file, "", f"cannot be read: {error.strerror}")
            return
        yield from self.parse(content, file)


def decoded(content: bytes) -> str:
    """Text from UTF-8, UTF-16 with a byte-order mark, or GB 18030, the usual encodings of spreadsheets' exports.

    Raises UnicodeDecodeError when it is none of them.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
