"""Readers: a file name's ending is the plug-in's name; each reads articles out of files of one kind."""

import stat
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge_base.articles import Article
from knowledge_base.errors import KnowledgeError
from knowledge_base.report import Entry, Found, Problem

LARGEST = 64 * 1024 * 1024  # bytes; beyond it a file is refused before it fills the memory


@dataclass(frozen=True)
class Reader(ABC):
    """Reads one kind of file; `language` is that of sources that do not say theirs, None to tell it by the script."""

    language: str | None = None

    @abstractmethod
    def parse(self, content: bytes, file: Path) -> Iterator[Entry]:
        """Yield each entry of `content` as an article with its place, or what is wrong; never raises for what is in it."""

    def examine(self, files: Iterable[Path]) -> Iterator[Entry]:
        """Yield the entries of `files`, which belong together, with warnings."""
        for file in files:
            content = content_of(file)
            yield from self.parse(content, file) if isinstance(content, bytes) else [content]

    def read(self, file: Path) -> Iterator[Article | KnowledgeError]:
        """Yield the entries of one file without their places and warnings."""
        for entry in self.examine([file]):
            if isinstance(entry, Found):
                yield entry.article
            elif entry.severity == "error":
                yield entry.raised()


def content_of(file: Path) -> bytes | Problem:
    """The bytes of a plain file that is not too large, or why not."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem(file, "", "is no plain file; give the file itself")
        if status.st_size > LARGEST:
            return Problem(file, "", f"is larger than {LARGEST // 1024**2} MiB; split it")
        return file.read_bytes()
    except OSError as error:
        return Problem(file, "", f"cannot be read: {error.strerror}")
