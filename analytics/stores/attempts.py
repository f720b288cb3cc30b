"""Counts attempts on either database, so that nobody can guess on."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, delete, func, insert, select

from analytics.stores import Closed
from analytics.stores.databases import Database
from analytics.stores.tables import attempts


@dataclass(frozen=True)
class Limit:
    """So many attempts within `window`, then none until another `window` has passed since the last."""

    most: int
    window: timedelta


class SqlAttempts:
    """Attempts at whatever can be guessed, by what is attempted and by whom; these subjects are kept as digests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, subjects: Collection[str], limit: Limit, now: datetime) -> Sequence[int]:
        """Count an attempt for each of the subjects, all or none, before it is made; what is given withdraws it.

        However many processes ask at once, no more than the limit begin. Raises Closed, or StoreUnavailable.
        """
        digests = sorted({_digest(subject) for subject in subjects})
        return await self._database.write(partial(_begin, digests=digests, limit=limit, now=now))

    async def withdraw(self, begun: Sequence[int]) -> None:
        """Take an attempt back that has succeeded, or could not be made; raises StoreUnavailable."""
        await self._database.write(lambda connection: connection.execute(delete(attempts).where(attempts.c.id.in_(begun))))


def _begin(connection: Connection, digests: Sequence[str], limit: Limit, now: datetime) -> list[int]:
    _take_turns(connection, digests)
    for digest in digests:
        _check(connection, digest, limit, now)
    connection.execute(delete(attempts).where(attempts.c.at < now - 2 * limit.window))
    added = insert(attempts).returning(attempts.c.id)
    return list(connection.execute(added, [{"subject": digest, "at": now} for digest in digests]).scalars())


def _take_turns(connection: Connection, digests: Sequence[str]) -> None:
    """Whoever attempts the same waits until this transaction ends, as is always so on SQLite."""
    if connection.dialect.name == "postgresql":
        for digest in digests:
            connection.execute(select(func.pg_advisory_xact_lock(int(digest[:15], 16))))


def _check(connection: Connection, digest: str, limit: Limit, now: datetime) -> None:
    latest = select(attempts.c.at).where(attempts.c.subject == digest).order_by(attempts.c.at.desc()).limit(limit.most)
    times = connection.execute(latest).scalars().all()
    if len(times) == limit.most and times[0] - times[-1] <= limit.window and now < times[0] + limit.window:
        raise Closed(times[0] + limit.window)


def _digest(subject: str) -> str:
    return hashlib.sha256(subject.encode(errors="surrogatepass")).hexdigest()
