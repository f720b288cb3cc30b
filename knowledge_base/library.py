"""The shop's articles with their history: drafts that editors write, and editions that go live whole."""

from collections.abc import Iterable, Mapping, Sequence

from knowledge_base.articles import Article
from knowledge_base.history import Edition, Revision


class Library:
    """The articles of one shop in the database `url`; for any number of threads and processes.

    Every method raises Unavailable when the database cannot be used; a library that was never written to is empty.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def exists(self) -> bool:
        """Whether anything was ever published."""
        raise NotImplementedError

    def published(self) -> tuple[Article, ...]:
        """The articles that are live, by id; cheap while nothing changes."""
        raise NotImplementedError

    def changed(self, since: int) -> Mapping[str, Article | None]:
        """What is live now of each article that changed after the edition numbered `since`, by id; None: it went."""
        raise NotImplementedError

    def edition(self) -> Edition | None:
        """The edition that is live, None before the first; cheap enough to ask many times a second."""
        raise NotImplementedError

    def editions(self) -> tuple[Edition, ...]:
        """All editions from the first; each reads its `revisions` when they are first asked for."""
        raise NotImplementedError

    def history(self, article_id: str) -> tuple[Revision, ...]:
        """All revisions of one article from the first, none for an unknown one."""
        raise NotImplementedError

    def working(self) -> tuple[Revision, ...]:
        """What an editor sees of each article, by id: its newest draft, else what is live."""
        raise NotImplementedError

    def drafts(self) -> tuple[Revision, ...]:
        """Of each article that has something to publish its newest draft or review, by id."""
        raise NotImplementedError

    def version(self, article_id: str, version: str) -> Article | None:
        """What the article said in that version, however long ago; None when it was never saved."""
        raise NotImplementedError

    def save(self, article: Article, author: str, note: str = "", expected: int | None = None) -> Revision:
        """Keep a new draft.

        `expected` is the number of the revision that the editor began with (0 for a new article). Raises Conflict when it is not
        the newest, and KnowledgeError for an article that no file could hold.
        """
        raise NotImplementedError

    def save_all(
        self, articles: Iterable[Article], author: str, note: str = "", removed: Iterable[str] = ()
    ) -> tuple[Revision, ...]:
        """Keep drafts of many articles, and drafts that remove the articles `removed`, all or none."""
        raise NotImplementedError

    def remove(self, article_id: str, author: str, note: str = "", expected: int | None = None) -> Revision:
        """Keep a draft that takes the article away once it is published; raises Unknown, Conflict."""
        raise NotImplementedError

    def submit(self, article_id: str, author: str, note: str = "", expected: int | None = None) -> Revision:
        """Hand the newest draft over for review; raises Unknown, Conflict, or LibraryError when it is no draft."""
        raise NotImplementedError

    def restore(self, article_id: str, number: int, author: str, note: str = "", expected: int | None = None) -> Revision:
        """Keep a draft with the content of an old revision; raises Unknown, Conflict."""
        raise NotImplementedError

    def discard(self, article_ids: Sequence[str] | None, author: str, note: str = "") -> tuple[Revision, ...]:
        """Give up the drafts of these articles (of all for None); what is live stays, and `restore` brings a draft back."""
        raise NotImplementedError

    def publish(self, article_ids: Sequence[str] | None, author: str, note: str = "", expected: int | None = None) -> Edition:
        """Make the newest drafts of these articles (of all for None) live, all at once.

        `expected` is the number of the edition on which they were judged (0 for none). Raises Conflict when another is live,
        Unknown for an article that is not there, and LibraryError when there is nothing to publish.
        """
        raise NotImplementedError

    def withdraw(self, article_ids: Sequence[str], author: str, note: str = "", expected: int | None = None) -> Edition:
        """Take articles out at once, without a draft; raises as `publish`."""
        raise NotImplementedError

    def rollback(self, edition: int, author: str, note: str = "", expected: int | None = None) -> Edition:
        """A new edition with the revisions of an old one; drafts stay.

        Raises Unknown, Conflict, or LibraryError when nothing would change.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Let the database go."""
