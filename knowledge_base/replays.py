"""Answers by idempotency key: who sends a request again, not knowing whether it arrived, gets the answer that it had.

As draft-ietf-httpapi-idempotency-key-header asks for it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

import sqlalchemy as sa
from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text, and_

from knowledge_base.database import opened
from knowledge_base.tables import Instant

KEPT = timedelta(days=1)
ABANDONED = timedelta(minutes=10)
"""After so long without an answer, whoever had the key is taken to have died with it."""

# `status`, `headers` (JSON) and `body` are null while the request is under way.
_requests = Table(
    "article_requests",
    MetaData(),
    Column("author", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("status", Integer),
    Column("headers", Text),
    Column("body", LargeBinary),
)
_IT = (_requests.c.author == sa.bindparam("its_author"), _requests.c.key == sa.bindparam("its_key"))


@dataclass(frozen=True)
class Recorded:
    """An answer that was given."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


Claim = Literal["yours", "in use", "another"] | Recorded
"""Whether the key is the caller's now, somebody's whose request is the same and under way, or another request's."""


class Replays:
    """The answers of a day, in the library's database; keys of one author are not those of another."""

    def __init__(self, url: str) -> None:
        """Opens no connection yet; raises ConfigurationError for a URL that cannot be used."""
        self._database = opened(url)

    def claim(self, author: str, key: str, digest: str) -> Claim:
        """Take `key` for the request that `digest` names, or see what became of it; raises Unavailable."""
        now = datetime.now(UTC)
        with self._database.writing() as connection:
            _requests.create(connection, checkfirst=True)
            connection.execute(sa.delete(_requests).where(_past(now)))
            found = connection.execute(sa.select(_requests).where(*_IT), _named(author, key)).one_or_none()
            if found is None:
                connection.execute(sa.insert(_requests), {"author": author, "key": key, "digest": digest, "at": now})
                return "yours"
        if found.digest != digest:
            return "another"
        if found.status is None:
            return "in use"
        return Recorded(found.status, json.loads(found.headers), found.body)

    def keep(self, author: str, key: str, answer: Recorded) -> None:
        """Record the answer to a request whose key was claimed; raises Unavailable."""
        values = {"status": answer.status, "headers": json.dumps(dict(answer.headers)), "body": answer.body}
        with self._database.writing() as connection:
            connection.execute(sa.update(_requests).where(*_IT).values(values), _named(author, key))

    def release(self, author: str, key: str) -> None:
        """Give a claimed key back, because nothing was done; raises Unavailable."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(_requests).where(*_IT), _named(author, key))

    def close(self) -> None:
        """Let the database go."""
        self._database.close()


def _past(now: datetime) -> sa.ColumnElement[bool]:
    """What is too old to be of use."""
    return (_requests.c.at < now - KEPT) | and_(_requests.c.status.is_(None), _requests.c.at < now - ABANDONED)


def _named(author: str, key: str) -> dict[str, str]:
    return {"its_author": author, "its_key": key}
