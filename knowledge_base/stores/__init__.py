"""Stores: where an installed shop keeps its articles."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from knowledge_base.articles import Article, version_of


class ArticleStore(ABC):
    """The articles of one shop, replaced all at once."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether anything was ever put in."""

    @abstractmethod
    def articles(self) -> tuple[Article, ...]:
        """All articles, by id.

        Raises KnowledgeError when the base is damaged.
        """

    @abstractmethod
    def replace(self, articles: Iterable[Article]) -> None:
        """Keep `articles` instead of what was there: all of it or none.

        Raises KnowledgeError when the base cannot be written.
        """

    def get(self, article_id: str) -> Article | None:
        """The article of that id, or None."""
        return next((article for article in self.articles() if article.id == article_id), None)

    @property
    def version(self) -> str:
        """`version_of` all articles."""
        return version_of(self.articles())
