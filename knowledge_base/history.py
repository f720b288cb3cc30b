"""How articles came to be what they are: revisions of one article, and editions of them all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

from knowledge_base.articles import Article

State = Literal["draft", "review", "published", "withdrawn"]
"""A draft is being written, a review waits for somebody's approval, published is live, withdrawn is so no longer."""


@dataclass(frozen=True)
class Revision:
    """What one editor made of one article; numbers count from 1 within the article, and what is written is never changed.

    Only the `state` of a revision changes, when an edition takes it in or leaves it out. `article` is None where the article is
    removed, `at` is in UTC, and `edition` is the number of the first edition that took it in.
    """

    article_id: str
    number: int
    state: State
    article: Article | None
    author: str
    at: datetime
    note: str
    edition: int | None = None

    @property
    def version(self) -> str | None:
        """The article's version."""
        return self.article.version if self.article else None

    @property
    def pending(self) -> bool:
        """Whether it waits to be published."""
        return self.state in ("draft", "review")


@dataclass(frozen=True)
class Edition:
    """All that was live from one publication to the next; numbers count from 1, and `base` is `version_of` its articles.

    `revisions` has the number of each live article's revision by the article's id.
    """

    number: int
    base: str
    author: str
    at: datetime
    note: str
    revisions: Mapping[str, int] = field(repr=False, compare=False)


class Lazily(Mapping[str, int]):
    """What `read` gives, read when it is first looked at: a base may have many editions of many articles."""

    def __init__(self, read: Callable[[], Mapping[str, int]]) -> None:
        self._read = read

    @cached_property
    def _values(self) -> Mapping[str, int]:
        return self._read()

    def __getitem__(self, key: str) -> int:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)
