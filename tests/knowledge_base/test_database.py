"""What keeps the library's SQLite file whole: one writer at a time, full flushes, and readers that only read."""

import fcntl
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from knowledge_base import database
from knowledge_base.articles import Article, Passage
from knowledge_base.database import Sqlite
from knowledge_base.errors import Unavailable
from knowledge_base.library import Library

ARTICLE = Article("a", "", {"zh": Passage("多久？", "三天。")})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "knowledge" / "library.db"


@pytest.fixture
def library(file: Path) -> Iterator[Library]:
    library = Library(f"sqlite:///{file}")
    library.found([ARTICLE], "ann")
    yield library
    library.close()


def test_a_commit_is_flushed_and_references_are_held(file: Path, library: Library) -> None:
    opened = Sqlite(file)
    with opened.writing() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    opened.close()
    assert found == ["wal", 2, 1]


def test_a_reader_cannot_write(file: Path, library: Library) -> None:
    opened = Sqlite(file)
    with opened.reading() as connection:
        assert connection
        with pytest.raises(OperationalError, match="readonly"):
            connection.exec_driver_sql("DELETE FROM article_live")
    opened.close()


def test_a_reader_goes_on_while_somebody_writes(file: Path, library: Library) -> None:
    opened = Sqlite(file)
    with opened.writing() as connection:
        connection.exec_driver_sql("DELETE FROM article_live")
        assert Library(f"sqlite:///{file}").published() == (ARTICLE,)
        connection.rollback()
    opened.close()


def test_nobody_but_the_owner_may_read_the_files(file: Path, library: Library) -> None:
    assert {one.name for one in file.parent.iterdir()} >= {"library.db", "library.db.lock"}
    assert [one.name for one in file.parent.iterdir() if one.stat().st_mode & 0o077] == []


def test_who_waits_too_long_for_another_writer_is_told_so(file: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    with Path(f"{file}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Unavailable, match=r"library\.db has been written by somebody else for 0\.05 seconds: try again"):
            library.save(ARTICLE, "ann")
        assert library.published() == (ARTICLE,)
    assert library.save(ARTICLE, "ann").number == 2


def test_threads_share_one_library(library: Library) -> None:
    def save() -> None:
        for _ in range(5):
            library.save(ARTICLE, "ann")
            library.published()

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [revision.number for revision in library.history("a")] == list(range(1, 22))


def test_a_write_that_fails_leaves_nothing_behind(file: Path, library: Library) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON article_live BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        connection.commit()
    library.save(ARTICLE, "ann")
    with pytest.raises(Unavailable, match=r"library\.db cannot be used \(disk full\)"):
        library.publish(None, "ann")
    assert len(library.editions()) == 1
    assert library.drafts()[0].state == "draft"
