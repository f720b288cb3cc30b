"""Customers' profiles on either database."""

import math
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from analytics.profiles import Attribute, Profile
from analytics.stores import Conflict
from analytics.stores.databases import Database
from analytics.stores.tables import cursors, profiles

READER = "profiles"

FRESH = 1.0
"""Seconds for which a profile that was read counts as the stored one."""

REMEMBERED = 10_000
"""Profiles in memory."""

_ATTRIBUTES = TypeAdapter(dict[str, Attribute])


class SqlProfiles:
    """`ProfileStore` in SQL, with the profiles last used in memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memory: OrderedDict[str, tuple[float, Profile | None]] = OrderedDict()

    async def get(self, customer: str) -> Profile | None:
        """See `ProfileStore`."""
        read, profile = self._memory.get(customer, (-math.inf, None))
        if time.monotonic() - read > FRESH:
            profile = (await self.load([customer])).get(customer)
            self._remember(customer, profile)
        return profile

    async def load(self, customers: Collection[str]) -> Mapping[str, Profile]:
        """See `ProfileStore`."""
        query = select(profiles).where(profiles.c.customer.in_(sorted(customers)))
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return {row.customer: _profile(row.customer, row.attributes) for row in rows}

    async def save(self, profiles: Sequence[Profile], cursor: str, expected: str) -> None:
        """See `ProfileStore`."""
        await self._database.write(lambda connection: _save(connection, profiles, cursor, expected))
        for profile in profiles:
            self._remember(profile.customer, profile)

    async def cursor(self) -> str:
        """See `ProfileStore`."""
        query = select(cursors.c.cursor).where(cursors.c.reader == READER)
        return await self._database.read(lambda connection: connection.execute(query).scalar_one())

    async def clear(self) -> None:
        """See `ProfileStore`."""
        await self._database.write(_clear)
        self._memory.clear()

    def _remember(self, customer: str, profile: Profile | None) -> None:
        self._memory[customer] = (time.monotonic(), profile)
        self._memory.move_to_end(customer)
        if len(self._memory) > REMEMBERED:
            self._memory.popitem(last=False)


def _profile(customer: str, attributes: dict[str, Any]) -> Profile:
    return Profile(customer=customer, attributes=_ATTRIBUTES.validate_python(attributes))


def _row(profile: Profile) -> dict[str, Any]:
    return {"customer": profile.customer, "attributes": _ATTRIBUTES.dump_python(dict(profile.attributes), mode="json")}


def _save(connection: Connection, changed: Sequence[Profile], cursor: str, expected: str) -> None:
    moved = update(cursors).where(cursors.c.reader == READER, cursors.c.cursor == expected).values(cursor=cursor)
    if connection.execute(moved).rowcount != 1:
        raise Conflict("another process has saved later profiles")
    if changed:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        added = insert(profiles)
        replaced = added.on_conflict_do_update(index_elements=["customer"], set_={"attributes": added.excluded.attributes})
        connection.execute(replaced, [_row(profile) for profile in changed])


def _clear(connection: Connection) -> None:
    connection.execute(update(cursors).where(cursors.c.reader == READER).values(cursor=""))
    connection.execute(delete(profiles))
