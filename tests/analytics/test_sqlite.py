"""The SQLite database: its settings, its file, its one writer."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import Connection

from analytics.events import NotUnderstood
from analytics.stores import sqlite
from analytics.stores.log import SqlLog

pytestmark = pytest.mark.anyio

FULL = 2
SETTINGS = {
    "journal_mode": "wal",
    "synchronous": FULL,
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "mmap_size": 0,
    "busy_timeout": 5000,
    "wal_autocheckpoint": 0,
}


def settings(connection: Connection) -> dict[str, object]:
    names = (*SETTINGS, "query_only")
    return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}


def modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


async def test_the_writer_flushes_each_commit_and_nobody_checkpoints_by_himself(tmp_path: Path) -> None:
    database = sqlite.own(tmp_path / "shop.db")
    assert await database.write(settings) == {**SETTINGS, "query_only": 0}
    await database.close()


async def test_readers_can_only_read(tmp_path: Path) -> None:
    database = sqlite.own(tmp_path / "shop.db")
    assert await database.read(settings) == {**SETTINGS, "query_only": 1}
    await database.close()


async def test_a_writer_that_does_not_flush_is_reported(tmp_path: Path) -> None:
    database = sqlite.own(tmp_path / "shop.db")

    def weaken(connection: Connection) -> None:
        connection.connection.cursor().execute("COMMIT")
        connection.connection.cursor().execute("PRAGMA synchronous=NORMAL")
        connection.connection.cursor().execute("BEGIN IMMEDIATE")

    await database.write(weaken)
    assert await SqlLog(database).durability() == "reduced: synchronous is 1"
    await database.close()


async def test_nobody_else_on_the_machine_can_read_the_files(tmp_path: Path) -> None:
    (tmp_path / "shop.db").touch(0o644)
    database = sqlite.own(tmp_path / "shop.db")
    await SqlLog(database).append("c", 0, [NotUnderstood()])
    assert modes(tmp_path) == dict.fromkeys(("shop.db", "shop.db-shm", "shop.db-wal", "shop.db.lock"), 0o600)
    await database.close()


async def test_the_write_ahead_log_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "CHECKPOINT_EVERY", 5)
    database = sqlite.own(tmp_path / "shop.db")
    log = SqlLog(database)
    sizes = []
    for number in range(60):
        await log.append(f"c{number}", 0, [NotUnderstood()])
        sizes.append((tmp_path / "shop.db-wal").stat().st_size)
    assert sizes[-1] == sizes[20]
    await log.close()
    assert not (tmp_path / "shop.db-wal").exists()
