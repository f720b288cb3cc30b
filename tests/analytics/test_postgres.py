"""What PostgreSQL does that SQLite cannot: transactions side by side."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import sqlalchemy
from sqlalchemy import Connection

from analytics.events import NotUnderstood
from analytics.stores import EventLog
from analytics.stores.opening import Stores, open_stores

pytestmark = pytest.mark.anyio

ROW = (
    "INSERT INTO events (conversation, position, turn, at, kind, fields)"
    " VALUES ('first', 1, 1, now(), 'NotUnderstood', '{\"articles\": []}')"
)


@pytest.fixture
async def stores(postgres_schema_url: str, anyio_backend: str) -> AsyncIterator[Stores]:
    stores = open_stores(postgres_schema_url)
    yield stores
    await stores.log.close()


@pytest.fixture
def other(postgres_schema_url: str, stores: Stores) -> Iterator[Connection]:
    engine = sqlalchemy.create_engine(postgres_schema_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


async def followed(events: EventLog, count: int) -> list[str]:
    """The conversations of the tail's first events."""
    found: list[str] = []
    async with asyncio.timeout(20):
        async for _, batch in events.tail():
            found += [entry.conversation for entry in batch]
            if len(found) >= count:
                break
    return found


async def test_the_tail_waits_for_a_transaction_that_began_before(stores: Stores, other: Connection) -> None:
    other.exec_driver_sql(ROW)
    await stores.log.append("second", 0, [NotUnderstood()])
    naive = "SELECT conversation FROM events WHERE id > 0 ORDER BY id"
    await asyncio.sleep(0.1)
    assert await stores.log.batch() == ("", ())
    other.commit()
    assert other.exec_driver_sql(naive).scalars().all() == ["first", "second"]
    assert await followed(stores.log, 2) == ["first", "second"]


async def test_a_cursor_by_id_alone_would_have_lost_the_first_event(stores: Stores, other: Connection) -> None:
    # What the transaction order is for: without it, a follower sees the second event only and goes on after it.
    other.exec_driver_sql(ROW)
    (second,) = await stores.log.append("second", 0, [NotUnderstood()])
    other.commit()
    (first,) = await stores.log.read("first")
    assert first.id < second.id


async def test_a_server_that_does_not_flush_is_reported(postgres_schema_url: str) -> None:
    await open_stores(postgres_schema_url).log.close()
    log = open_stores(f"{postgres_schema_url}%20-c%20synchronous_commit%3Doff").log
    assert await log.durability() == "reduced: synchronous_commit is off"
    await log.close()


async def test_a_backup_of_a_busier_server_is_readable_on_a_new_one(
    stores: Stores, other: Connection, postgres_schema_url: str
) -> None:
    await stores.log.append("c", 0, [NotUnderstood()])
    await stores.profiles.save((), "9000000000000-7", "")
    await stores.log.close()
    other.exec_driver_sql("UPDATE events SET xid = 9000000000000")
    other.commit()
    restored = open_stores(postgres_schema_url)
    assert await restored.profiles.cursor() == ""
    assert await followed(restored.log, 1) == ["c"]
    await restored.log.close()


async def test_processes_that_start_together_set_the_database_up_once(postgres_schema_url: str) -> None:
    opened = await asyncio.gather(*(asyncio.to_thread(open_stores, postgres_schema_url) for _ in range(4)))
    for stores in opened:
        await stores.log.close()
