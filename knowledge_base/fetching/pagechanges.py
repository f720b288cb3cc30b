"""What changed on a page: the articles that it had and those that it has, and the difference as text."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.articles import Article
from knowledge_base.entries import entry_of
from knowledge_base.fetching.client import Fetched
from knowledge_base.fetching.memory import Memory


@dataclass(frozen=True)
class PageChange:
    """A page whose articles are not what they were: pending until the editor takes it and it is `remember`ed."""

    url: str
    before: tuple[Article, ...]
    after: tuple[Article, ...]
    fetched: Fetched

    @property
    def differs(self) -> bool:
        """Whether there is any change at all."""
        return bool(self.added or self.changed or self.removed)

    @property
    def added(self) -> tuple[Article, ...]:
        """New articles."""
        known = {article.id for article in self.before}
        return tuple(article for article in self.after if article.id not in known)

    @property
    def changed(self) -> tuple[Article, ...]:
        """Articles with another content."""
        known = {article.id: article.version for article in self.before}
        return tuple(article for article in self.after if known.get(article.id, article.version) != article.version)

    @property
    def removed(self) -> tuple[Article, ...]:
        """Articles that the page does not have any more."""
        kept = {article.id for article in self.after}
        return tuple(article for article in self.before if article.id not in kept)

    def remember(self, memory: Memory) -> None:
        """Take the page as it is now for known, so that it is reported no more.

        Raises OSError.
        """
        if self.after:
            memory.keep(self.url, self.after, self.fetched.etag, self.fetched.last_modified)
        else:
            memory.forget(self.url)

    def diff(self) -> str:
        """Both texts as a unified diff."""
        return "\n".join(difflib.unified_diff(_lines(self.before), _lines(self.after), "before", "now", lineterm=""))


def _lines(articles: Sequence[Article]) -> list[str]:
    return [line for article in articles for line in _text(article)]


def _text(article: Article) -> list[str]:
    entry = entry_of(article)
    lines = [f"[{article.id}]"]
    for key, value in entry.items():
        if isinstance(value, dict):
            lines += [f"{key}: {value['question']}", *str(value["answer"]).splitlines()]
    return lines
