"""What was found on each page the last time, so that only changes are reported."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from knowledge_base.articles import Article
from knowledge_base.entries import article_of, entry_of
from knowledge_base.errors import KnowledgeError
from knowledge_base.writers import replace


@dataclass(frozen=True)
class Seen:
    """A page as it was: how to ask whether it changed (RFC 9110, 13), and the entries of its articles."""

    etag: str = ""
    last_modified: str = ""
    entries: tuple[dict[str, Any], ...] = ()

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the page only if it changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}

    def articles(self, file: Path) -> tuple[Article, ...]:
        """The articles; those that today's rules refuse are left out, and will be reported as new."""
        found = [article_of(entry, file, str(entry.get("id"))) for entry in self.entries]
        return tuple(article for article in found if isinstance(article, Article))


class Memory:
    """The pages seen, by address, in one JSON file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._pages = _read(file)

    def get(self, url: str) -> Seen:
        """What is known of a page; nothing for a new one."""
        return self._pages.get(url, Seen())

    def keep(self, url: str, articles: Iterable[Article], etag: str = "", last_modified: str = "") -> None:
        """Remember a page as it is now, in the file too."""
        self._pages[url] = Seen(etag, last_modified, tuple(entry_of(article) for article in articles))
        self._write()

    def forget(self, url: str) -> None:
        """Remember nothing of a page."""
        if self._pages.pop(url, None):
            self._write()

    def ids(self, but: Collection[str] = ()) -> set[str]:
        """The articles of all pages, without those of the addresses `but`."""
        return {str(entry.get("id")) for url, seen in self._pages.items() if url not in but for entry in seen.entries}

    def holding(self, ids: Collection[str]) -> list[str]:
        """The addresses of the pages that have any of these articles."""
        return [url for url, seen in self._pages.items() if any(entry.get("id") in ids for entry in seen.entries)]

    def _write(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        values = {url: asdict(seen) for url, seen in self._pages.items()}
        replace(self.file, json.dumps(values, ensure_ascii=False, indent=1, default=str).encode())


def _read(file: Path) -> dict[str, Seen]:
    if not file.exists():
        return {}
    try:
        values: Mapping[str, Seen] = TypeAdapter(dict[str, Seen]).validate_json(file.read_bytes())
    except (OSError, ValidationError):
        raise KnowledgeError(file, "", "is damaged; delete it, and every page counts as new") from None
    return dict(values)
