"""How articles came to be what they are: revisions of one article, and editions of them all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from knowledge_base.articles import Article

State = Literal["draft", "review", "published", "withdrawn"]
"""A draft is being written, a review waits for somebody's approval, published is live, withdrawn is so no longer."""


@dataclass(frozen=True)
class Revision:
    """What one editor made of one article; numbers count from 1 within the article, and what is written is never changed.

    Only the `state` of a revision changes, when an edition takes it in or leaves it out. `article` is None where the article is
    removed; `at` is in UTC.
    """

    article_id: str
    number: int
    state: State
    article: Article | None
    author: str
    at: datetime
    note: str

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
