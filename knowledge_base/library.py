"""The shop's articles with their history: drafts that editors write, and editions that go live whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select

from configs.progress import Progress
from knowledge_base import queries
from knowledge_base.articles import Article
from knowledge_base.database import opened
from knowledge_base.entries import article_of, entry_of
from knowledge_base.errors import KnowledgeError, LibraryError, Unknown
from knowledge_base.history import Edition, Lazily, Revision
from knowledge_base.queries import Standing
from knowledge_base.revising import Change, Desk, signed
from knowledge_base.twins import Twin, twins


class Library:
    """The articles of one shop in a database; for any number of threads and processes.

    Every method raises Unavailable when the database cannot be used; a library that was never written to is empty.
    """

    def __init__(self, url: str) -> None:
        """Opens no connection yet; raises ConfigurationError for a URL that cannot be used."""
        self._database = opened(url)
        self._seen: tuple[int, Mapping[str, Article]] = (0, {})

    def exists(self) -> bool:
        """Whether anything was ever published."""
        return bool(self._rows(queries.LAST_EDITION))

    def published(self) -> tuple[Article, ...]:
        """The articles that are live, by id; only what changed since the last call is read."""
        edition, articles = self._seen
        rows = self._rows(queries.changed(edition))
        if rows:
            merged = {**articles, **queries.changes_in(rows)}
            articles = {article_id: one for article_id in sorted(merged) if (one := merged[article_id])}
            self._seen = max(row.until or row.since for row in rows), articles
        return tuple(articles.values())

    def changed(self, since: int) -> Mapping[str, Article | None]:
        """What is live now of each article that changed after the edition numbered `since`, by id; None: it went."""
        return queries.changes_in(self._rows(queries.changed(since)))

    def edition(self) -> Edition | None:
        """The edition that is live, None before the first; cheap enough to ask many times a second."""
        return next((self._edition(row) for row in self._rows(queries.LAST_EDITION)), None)

    def editions(self) -> tuple[Edition, ...]:
        """All editions from the first; each reads its `revisions` when they are first looked at."""
        return tuple(self._edition(row) for row in self._rows(queries.EDITIONS))

    def history(self, article_id: str) -> tuple[Revision, ...]:
        """All revisions of one article from the first, none for an unknown one."""
        return tuple(queries.revision_of(row) for row in self._rows(queries.history(article_id)))

    def current(self, article_id: str) -> Revision | None:
        """What an editor sees of an article: its newest draft, else what is live, None when it has neither."""
        row = queries.seen(self._rows(queries.history(article_id)))
        return None if row is None else queries.revision_of(row)

    def working(self) -> tuple[Revision, ...]:
        """What an editor sees of each article, by id."""
        return _by_id({row.article_id: row for row in self._rows(queries.WORKING)}.values())

    def drafts(self) -> tuple[Revision, ...]:
        """Of each article that has something to publish its newest draft or review, by id."""
        return _by_id(self._rows(queries.DRAFTS))

    def version(self, article_id: str, version: str) -> Article | None:
        """What the article said in that version, however long ago; None when it was never saved."""
        saved = (revision.article for revision in self.history(article_id))
        return next((article for article in saved if article and article.version == version), None)

    def twins(self) -> Iterator[Twin]:
        """Yield the languages that are missing, or older than another's last change, of what editors see, by id."""
        for seen in self.working():
            past = self.history(seen.article_id) if seen.number > 1 else (seen,)
            yield from twins([revision for revision in past if revision.number <= seen.number])

    def save(self, article: Article, author: str, note: str = "", expected: int | None = None) -> Revision:
        """Keep a new draft.

        `expected` is the number of the revision that the editor saw (0 for none). Raises Conflict when it is another by now, and
        LibraryError for an article that no file could hold.
        """
        kept = _checked(article)
        with self._desk(author, note) as desk:
            desk.seen(kept.id, expected)
            return desk.write([(kept.id, "draft", kept)])[0]

    def save_all(
        self,
        articles: Iterable[Article],
        author: str,
        note: str = "",
        removed: Iterable[str] = (),
        progress: Progress = lambda _task, _done, _total: None,
    ) -> tuple[Revision, ...]:
        """Keep drafts of many articles, and drafts that remove the articles `removed`: all or none."""
        changes: list[Change] = [(article.id, "draft", _checked(article)) for article in articles]
        changes += [(article_id, "draft", None) for article_id in removed]
        with self._desk(author, note) as desk:
            return desk.write(changes, progress)

    def remove(self, article_id: str, author: str, note: str = "", expected: int | None = None) -> Revision:
        """Keep a draft that takes the article away once it is published; raises Unknown, Conflict."""
        with self._desk(author, note) as desk:
            seen = desk.seen(article_id, expected)
            if seen is None or seen.article is None:
                raise Unknown(article_id, "there is no such article")
            return desk.write([(article_id, "draft", None)])[0]

    def submit(self, article_id: str, author: str, note: str = "", expected: int | None = None) -> Revision:
        """Hand the newest draft over for review; raises Unknown, Conflict, or LibraryError when it is no draft."""
        with self._desk(author, note) as desk:
            seen = desk.seen(article_id, expected)
            if seen is None:
                raise Unknown(article_id, "there is no such article")
            if seen.state != "draft":
                raise LibraryError(article_id, f"has no draft; its state is {seen.state}")
            return desk.write([(article_id, "review", seen.article)])[0]

    def restore(self, article_id: str, number: int, author: str, note: str = "", expected: int | None = None) -> Revision:
        """Keep a draft with the content of an old revision; raises Unknown, Conflict."""
        with self._desk(author, note) as desk:
            desk.seen(article_id, expected)
            old = next((one for one in desk.history(article_id) if one.number == number), None)
            if old is None:
                raise Unknown(article_id, f"there is no revision {number}")
            return desk.write([(article_id, "draft", old.article)])[0]

    def discard(self, article_ids: Sequence[str] | None, author: str, note: str = "") -> tuple[Revision, ...]:
        """Give up the drafts of these articles (of all for None); what is live stays, and `restore` brings a draft back.

        Raises Unknown for an article without a draft.
        """
        with self._desk(author, note) as desk:
            chosen = _chosen(queries.pending(desk.connection), article_ids, "has no draft")
            return desk.write([(article_id, "withdrawn", None) for article_id in chosen])

    def publish(self, article_ids: Sequence[str] | None, author: str, note: str = "", expected: int | None = None) -> Edition:
        """Make the newest drafts of these articles (of all for None) live, all at once.

        `expected` is the number of the edition on which they were judged (0 for none). Raises Conflict when another is live,
        Unknown for an article without a draft, and LibraryError when there is nothing to publish or nothing would be left.
        """
        with self._desk(author, note) as desk:
            desk.edition(expected)
            chosen = _chosen(queries.pending(desk.connection), article_ids, "has no draft to publish")
            if not chosen:
                raise LibraryError("", "there is no draft to publish")
            return desk.publish(chosen)

    def withdraw(self, article_ids: Sequence[str], author: str, note: str = "", expected: int | None = None) -> Edition:
        """Take articles out at once, without a draft of it; drafts stay. Raises as `publish`."""
        with self._desk(author, note) as desk:
            desk.edition(expected)
            chosen = _chosen(queries.standing(desk.connection), article_ids, "is not published")
            return desk.publish({article_id: one.out for article_id, one in chosen.items()})

    def rollback(self, edition: int, author: str, note: str = "", expected: int | None = None) -> Edition:
        """A new edition with the revisions of an old one; drafts stay.

        Raises Unknown, Conflict, or LibraryError when nothing would change.
        """
        with self._desk(author, note) as desk:
            if not 0 < edition <= desk.edition(expected):
                raise Unknown("", f"there is no edition {edition}")
            now, then = queries.standing(desk.connection), queries.standing(desk.connection, edition)
            gone = {article_id: one.out for article_id, one in now.items() if article_id not in then}
            back = {article_id: one for article_id, one in then.items() if one != now.get(article_id)}
            if not gone and not back:
                raise LibraryError("", f"edition {edition} is what is live already")
            return desk.publish({**gone, **back})

    def found(self, articles: Iterable[Article], author: str, note: str = "") -> None:
        """Publish `articles` as the first edition, unless there is one already or nothing to publish."""
        changes: list[Change] = [(article.id, "draft", _checked(article)) for article in articles]
        with self._desk(author, note) as desk:
            if changes and not desk.edition():
                written = desk.write(changes)
                desk.publish({one.article_id: Standing(one.number, one.version) for one in written})

    def close(self) -> None:
        """Let the database go."""
        self._database.close()

    @contextmanager
    def _desk(self, author: str, note: str) -> Iterator[Desk]:
        signature = signed(author, note)
        with self._database.writing() as connection:
            yield Desk(connection, signature)

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._database.reading() as connection:
            return connection.execute(query).all() if connection else ()

    def _edition(self, row: Row[Any]) -> Edition:
        return Edition(row.number, row.base, row.author, row.at, row.note, Lazily(partial(self._revised, row.number)))

    def _revised(self, edition: int) -> Mapping[str, int]:
        with self._database.reading() as connection:
            standing = queries.standing(connection, edition) if connection else {}
        return {article_id: one.number for article_id, one in standing.items()}


def _checked(article: Article) -> Article:
    found = article_of(entry_of(article), Path(), "")
    if isinstance(found, KnowledgeError):
        raise LibraryError(article.id, found.problem)
    return found


def _chosen(among: Mapping[str, Standing], article_ids: Sequence[str] | None, lack: str) -> Mapping[str, Standing]:
    """Those of `article_ids`, all for None; raises Unknown for the first that is not there."""
    for article_id in article_ids or ():
        if article_id not in among:
            raise Unknown(article_id, lack)
    return among if article_ids is None else {article_id: among[article_id] for article_id in article_ids}


def _by_id(rows: Iterable[Row[Any]]) -> tuple[Revision, ...]:
    # Sorted here, because each database would sort in its own way.
    return tuple(sorted(map(queries.revision_of, rows), key=lambda revision: revision.article_id))
