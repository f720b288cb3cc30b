"""Writing the library: revisions are added, and an edition changes what is live, within the caller's transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, bindparam, func, insert, select, tuple_, update

from configs.progress import Progress
from knowledge_base import queries
from knowledge_base.articles import Article, base_of
from knowledge_base.entries import entry_of, storable
from knowledge_base.errors import Conflict, LibraryError
from knowledge_base.history import Edition, Revision, State
from knowledge_base.queries import Standing
from knowledge_base.tables import editions, live, revisions

Change = tuple[str, State, Article | None]
"""An article's id, the state of its new revision and its content, None to remove it."""

BATCH = 1000  # revisions between two reports of progress

_NAMED = (revisions.c.article_id == bindparam("name"), revisions.c.number == bindparam("its_number"))
_WITHDRAW = update(revisions).where(*_NAMED).values(state="withdrawn")
_END = update(live).where(live.c.article_id == bindparam("name"), live.c.until.is_(None)).values(until=bindparam("edition"))

_NEW = live.alias()
_END_OLD = (
    update(live)
    .where(live.c.until.is_(None), live.c.since < bindparam("edition"))
    .where(live.c.article_id.in_(select(_NEW.c.article_id).where(_NEW.c.since == bindparam("edition"))))
    .values(until=bindparam("edition"))
)


@dataclass(frozen=True)
class Signature:
    """Who writes, when and why."""

    author: str
    at: datetime
    note: str


def signed(author: str, note: str) -> Signature:
    """A signature of this moment; raises LibraryError for a text that no database keeps."""
    try:
        return Signature(storable(author), datetime.now(UTC), storable(note))
    except ValueError as error:
        raise LibraryError("", f"an author or note {error}") from None


@dataclass(frozen=True)
class Desk:
    """What one editor does in one transaction."""

    connection: Connection
    signature: Signature

    def seen(self, article_id: str, expected: int | None = None) -> Revision | None:
        """What an editor sees of an article; raises Conflict when its number is not the one expected (0 for none)."""
        row = queries.seen(self.connection.execute(queries.history(article_id)).all())
        found = None if row is None else queries.revision_of(row)
        number = found.number if found else 0
        if expected is not None and expected != number:
            raise Conflict(article_id, f"is at revision {number}, not at {expected}: see what changed and save again", found)
        return found

    def history(self, article_id: str) -> list[Revision]:
        """All revisions of an article."""
        return [queries.revision_of(row) for row in self.connection.execute(queries.history(article_id))]

    def write(self, changes: Sequence[Change], progress: Progress = lambda _task, _done, _total: None) -> tuple[Revision, ...]:
        """Add a revision for each change after the article's newest."""
        numbers = queries.numbers(self.connection, [article_id for article_id, _, _ in changes])
        made = []
        for article_id, state, article in changes:
            numbers[article_id] = numbers.get(article_id, 0) + 1
            made.append(Revision(article_id, numbers[article_id], state, article, **vars(self.signature)))
        for start in range(0, len(made), BATCH):
            batch = made[start : start + BATCH]
            self._run(insert(revisions), [_row(revision) for revision in batch])
            progress("saving", start + len(batch), len(made))
        return tuple(made)

    def edition(self, expected: int | None = None) -> int:
        """The number of the edition that is live, 0 before the first; raises Conflict when it is not the one expected."""
        number = self.connection.execute(select(func.max(editions.c.number))).scalar() or 0
        if expected is not None and expected != number:
            raise Conflict("", f"edition {number} is live, not {expected}: see what it changed and try again")
        return number

    def publish(self, chosen: Mapping[str, Standing]) -> Edition:
        """Make the revisions `chosen` live, and take out articles where they have no version.

        Raises LibraryError when no article would be left.
        """
        before, number = queries.standing(self.connection), self.edition() + 1
        after = {article_id: one for article_id, one in {**before, **chosen}.items() if one.version}
        if not after:
            raise LibraryError("", "no article would be left: publish another one first")
        base = base_of((article_id, str(one.version)) for article_id, one in after.items())
        self.connection.execute(insert(editions), {"number": number, "base": base, **vars(self.signature)})
        begun = [(name, one.number) for name, one in chosen.items() if one.version]
        self._run(insert(live), [{"article_id": name, "since": number, "number": revised} for name, revised in begun])
        self.connection.execute(_END_OLD, {"edition": number})
        gone = [(name, one.number) for name, one in chosen.items() if not one.version]
        self._run(_END, [{"name": name, "edition": number} for name, _ in gone])
        self._mark("withdrawn", live.c.until == number)
        self._mark("published", live.c.since == number)
        self._run(_WITHDRAW, [{"name": name, "its_number": revised} for name, revised in gone])
        return Edition(number, base, **vars(self.signature), revisions={name: one.number for name, one in after.items()})

    def _mark(self, state: State, which: ColumnElement[bool]) -> None:
        of_revision = tuple_(revisions.c.article_id, revisions.c.number)
        chosen = of_revision.in_(select(live.c.article_id, live.c.number).where(which))
        self.connection.execute(update(revisions).where(chosen).values(state=state))

    def _run(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self.connection.execute(statement, rows)


def _row(revision: Revision) -> dict[str, Any]:
    article = revision.article
    return {
        "article_id": revision.article_id,
        "number": revision.number,
        "state": revision.state,
        "version": revision.version,
        "author": revision.author,
        "at": revision.at,
        "note": revision.note,
        "content": article and json.dumps(entry_of(article), ensure_ascii=False),
    }
