"""Databases that are away, busy or in the wrong state: a clear refusal, soon, and nobody else suffers."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import Connection, Engine, event

from analytics.events import Event, NotUnderstood, SlotFilled
from analytics.stores import Conflict, EventLog, StoreUnavailable, group_commit
from analytics.stores.opening import open_stores
from analytics.stores.postgres import _key
from configs.errors import ConfigurationError

pytestmark = pytest.mark.anyio
TURN: tuple[Event, ...] = (NotUnderstood(), NotUnderstood())


@pytest.fixture
async def events(database_url: str, anyio_backend: str) -> AsyncIterator[EventLog]:
    stores = open_stores(database_url)
    yield stores.log
    await stores.log.close()


@pytest.fixture
def intruder(database_url: str, events: EventLog) -> Iterator[Connection]:
    """A connection of somebody who keeps to no rules."""
    engine = sqlalchemy.create_engine(database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


ROW = (
    "INSERT INTO events (conversation, position, turn, at, kind, fields)"
    " VALUES ('c', 1, 1, '2026-01-01 00:00:00', 'NotUnderstood', '{\"articles\": []}')"
)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_row_that_somebody_else_is_just_writing_is_a_conflict_for_its_conversation_only(
    events: EventLog, intruder: Connection
) -> None:
    intruder.exec_driver_sql(ROW)
    threading.Timer(0.3, intruder.commit).start()
    outcomes = await asyncio.gather(*(events.append(name, 0, TURN) for name in "abcd"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [tuple, tuple, Conflict, tuple]
    assert [len(await events.read(name)) for name in "abcd"] == [2, 2, 1, 2]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_process_that_hangs_on_a_conversation_holds_up_no_other(
    events: EventLog, intruder: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE", 1.0)
    intruder.execute(sqlalchemy.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _key("conversation", "c")})
    stuck = asyncio.create_task(events.append("c", 0, TURN))
    await asyncio.sleep(0)
    assert len(await events.append("d", 0, TURN)) == 2
    assert not stuck.done()
    with pytest.raises(StoreUnavailable, match="took longer than 1 seconds"):
        await stuck
    # An attempt that was under way when it gave up is over once the next append is written.
    assert len(await events.append("d", 2, TURN)) == 2
    intruder.rollback()
    assert len(await events.append("c", 0, TURN)) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_append_gives_up_while_the_database_is_locked_and_goes_on_afterwards(
    events: EventLog, intruder: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE", 0.2)
    intruder.exec_driver_sql(ROW)
    waiting = [asyncio.create_task(events.append(name, 0, TURN)) for name in "ab"]
    started = time.monotonic()
    refused = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in refused] == [StoreUnavailable] * 2
    assert time.monotonic() - started < 3
    intruder.rollback()
    monkeypatch.undo()
    assert len(await events.append("e", 0, TURN)) == 2


async def test_a_fault_in_the_middle_of_a_commit_refuses_what_was_in_it_and_nothing_later(events: EventLog) -> None:
    def fail(connection: Connection) -> None:
        event.remove(Engine, "commit", fail)
        raise sqlalchemy.exc.OperationalError("COMMIT", {}, Exception("disk full"))

    event.listen(Engine, "commit", fail)
    with pytest.raises(StoreUnavailable, match="disk full"):
        await events.append("c", 0, TURN, "rest", "m1")
    assert await events.read("c") == ()
    assert len(await events.append("c", 0, TURN, "rest", "m1")) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_append_that_nobody_waits_for_any_more_is_not_written(events: EventLog, intruder: Connection) -> None:
    intruder.exec_driver_sql(ROW)
    first = asyncio.create_task(events.append("a", 0, TURN))
    await asyncio.sleep(0.1)
    second, third = (asyncio.create_task(events.append(name, 0, TURN)) for name in "bd")
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    intruder.rollback()
    assert len(await first) == len(await third) == 2
    assert await events.read("b") == ()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_the_log_goes_on_when_the_server_ends_its_connections(events: EventLog, intruder: Connection) -> None:
    await events.append("c", 0, TURN)
    intruder.exec_driver_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'shopkeeper'"
    )
    intruder.commit()
    assert len(await events.append("c", 2, TURN)) == 2
    assert len(await events.read("c")) == 4


async def test_a_server_that_is_not_there_is_named_in_one_sentence() -> None:
    started = time.monotonic()
    with pytest.raises(StoreUnavailable, match=r"^the database shop on 127\.0\.0\.1 cannot be used \(.*\): see that") as refused:
        open_stores("postgresql+psycopg://postgres:secret@127.0.0.1:1/shop")
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)
    assert time.monotonic() - started < 10


async def test_a_folder_that_cannot_be_is_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match=r"shop\.db cannot be opened for writing"):
        open_stores(f"sqlite:///{tmp_path}/file/shop.db")


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    file.write_text("x" * 5000)
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="file is not a database"):
            open_stores(f"sqlite:///{file}")
    assert file.read_text() == "x" * 5000


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("shop.db", "is not a URL"),
        ("mysql://localhost/shop", "mysql is not supported"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
    ],
)
async def test_a_url_that_cannot_be_used_is_a_wrong_configuration(url: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        open_stores(url)


async def test_reading_beside_a_service_that_never_ran_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "shop.db").touch()
    with pytest.raises(StoreUnavailable, match="start the service once"):
        open_stores(f"sqlite:///{tmp_path}/shop.db", read_only=True)


async def test_reading_beside_the_service_works_and_writing_does_not(events: EventLog, database_url: str) -> None:
    await events.append("c", 0, [SlotFilled(slot="a", value="b")])
    beside = open_stores(database_url, read_only=True).log
    assert await beside.read("c") == await events.read("c")
    if database_url.startswith("sqlite"):
        with pytest.raises(StoreUnavailable, match="readonly"):
            await beside.append("c", 1, TURN)
    await beside.close()
    assert len(await events.append("c", 1, TURN)) == 2
