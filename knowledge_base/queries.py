"""What the library asks its tables, and what the rows mean."""

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from knowledge_base.articles import Article
from knowledge_base.entries import ID, restored
from knowledge_base.history import Revision
from knowledge_base.tables import editions, live, revisions

PENDING = ("draft", "review")
FEW = 500  # ids that fit into one statement; for more, all are read


class Standing(NamedTuple):
    """A revision's number and its article's version, None where it removes the article."""

    number: int
    version: str | None

    @property
    def out(self) -> "Standing":
        """What takes it out of an edition."""
        return self._replace(version=None)


_FIRST = live.alias()
_FIRST_LIVE = (
    select(func.min(_FIRST.c.since))
    .where(_FIRST.c.article_id == revisions.c.article_id, _FIRST.c.number == revisions.c.number)
    .scalar_subquery()
)
_REVISIONS = select(revisions, _FIRST_LIVE.label("edition"))
_NEWEST = select(revisions.c.article_id, func.max(revisions.c.number).label("number")).group_by(revisions.c.article_id).subquery()
_IS_NEWEST = and_(revisions.c.article_id == _NEWEST.c.article_id, revisions.c.number == _NEWEST.c.number)
_IS_PENDING = revisions.c.state.in_(PENDING)
_LIVE_REVISION = and_(live.c.article_id == revisions.c.article_id, live.c.number == revisions.c.number)

EDITIONS = select(editions).order_by(editions.c.number)
LAST_EDITION = select(editions).order_by(editions.c.number.desc()).limit(1)
# Of each article all that it takes to know what an editor sees; the newest revision comes last.
WORKING = (
    _REVISIONS.join(_NEWEST, revisions.c.article_id == _NEWEST.c.article_id)
    .where(or_(revisions.c.state == "published", and_(_IS_PENDING, revisions.c.number == _NEWEST.c.number)))
    .order_by(revisions.c.number)
)
DRAFTS = _REVISIONS.join(_NEWEST, _IS_NEWEST).where(_IS_PENDING)


def history(article_id: str) -> Select[Any]:
    """All revisions of an article, in order."""
    return _REVISIONS.where(revisions.c.article_id == _key(article_id)).order_by(revisions.c.number)


def seen(rows: Sequence[Row[Any]]) -> Row[Any] | None:
    """Of an article's `history` what an editor sees: the newest revision where that is pending, else the one that is live."""
    if rows and rows[-1].state in PENDING:
        return rows[-1]
    return next((row for row in rows if row.state == "published"), None)


def changed(since: int) -> Select[Any]:
    """Rows of what began or ceased to be live after the edition `since`, with the content of what still is."""
    here = and_(_LIVE_REVISION, live.c.until.is_(None))
    query = select(live.c.article_id, live.c.since, live.c.until, revisions.c.content).outerjoin(revisions, here)
    return query.where(or_(live.c.since > since, live.c.until > since))


def standing(connection: Connection, edition: int | None = None) -> dict[str, Standing]:
    """What was live in an edition, by default the last, by article id."""
    now = live.c.until.is_(None)
    wanted = now if edition is None else and_(live.c.since <= edition, or_(now, live.c.until > edition))
    query = select(live.c.article_id, live.c.number, revisions.c.version).join(revisions, _LIVE_REVISION).where(wanted)
    return {row.article_id: Standing(row.number, row.version) for row in connection.execute(query)}


def pending(connection: Connection) -> dict[str, Standing]:
    """The newest revisions that wait to be published, by article id."""
    query = select(revisions.c.article_id, revisions.c.number, revisions.c.version).join(_NEWEST, _IS_NEWEST).where(_IS_PENDING)
    return {row.article_id: Standing(row.number, row.version) for row in connection.execute(query)}


def numbers(connection: Connection, article_ids: Sequence[str]) -> dict[str, int]:
    """The number of each article's newest revision, at least of these articles."""
    query = select(_NEWEST)
    if len(article_ids) <= FEW:
        query = query.where(_NEWEST.c.article_id.in_(article_ids))
    return {row.article_id: row.number for row in connection.execute(query)}


def revision_of(row: Row[Any]) -> Revision:
    """The revision that a row of `_REVISIONS` holds."""
    return Revision(row.article_id, row.number, row.state, article_in(row.content), row.author, row.at, row.note, row.edition)


def changes_in(rows: Sequence[Row[Any]]) -> dict[str, Article | None]:
    """What is live now of each article that the rows of `changed` name, None where nothing is."""
    gone = dict.fromkeys(row.article_id for row in rows)
    return {**gone, **{row.article_id: article_in(row.content) for row in rows if row.until is None}}


def article_in(content: str | None) -> Article | None:
    """The article that a content holds."""
    return None if content is None else restored(json.loads(content))


def _key(article_id: str) -> str:
    """The id itself when an article may have it; what the database's driver might choke on finds nothing."""
    return article_id if re.fullmatch(ID, article_id) else ""
