"""Libraries under processes that die at any moment, and under several processes at once."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess

import pytest

from knowledge_base.articles import Article, Passage, version_of
from knowledge_base.errors import Conflict
from knowledge_base.library import Library

# Forking is quick and takes the test's functions along; the children touch nothing that they inherit but the pipe.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
FORK = multiprocessing.get_context("fork")

KILLS = 12
ARTICLES = 20
Work = Callable[[Library], None]


def start(work: Work, url: str) -> BaseProcess:
    process = FORK.Process(target=lambda: work(Library(url)), daemon=True)
    process.start()
    return process


def numbered(number: int) -> list[Article]:
    """All articles, each saying `number`."""
    return [Article(f"a{one}", "", {"en": Passage(f"Question {one}?", str(number))}) for one in range(ARTICLES)]


def number_of(articles: tuple[Article, ...]) -> int:
    """The number that all of them say."""
    said = {article.passages["en"].answer for article in articles}
    assert len(said) == 1
    assert len(articles) == ARTICLES
    return int(said.pop())


def test_after_a_kill_at_any_moment_the_old_edition_is_live_or_the_new_one(database_url: str, library: Library) -> None:
    draw = random.Random(7)
    reading, writing = os.pipe()
    os.set_blocking(reading, False)

    def publish(own: Library) -> None:
        while True:
            number = number_of(own.published()) + 1
            own.save_all(numbered(number), "ann")
            own.publish(None, "ann")
            os.write(writing, f"{number}\n".encode())

    library.found(numbered(0), "ann")
    for _ in range(KILLS):
        process = start(publish, database_url)
        report = b""
        while not report:
            time.sleep(0.001)
            report = drained(reading)
            assert process.is_alive(), "the process ended by itself"
        time.sleep(draw.uniform(0, 0.05))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        acknowledged = int((report + drained(reading)).split()[-1])
        # Waits for a commit that the server may still be at.
        library.discard(None, "bob")
        edition = library.edition()
        assert edition
        # Exactly one edition may have become durable without its acknowledgement.
        assert number_of(library.published()) - acknowledged in (0, 1)
        assert edition.number == number_of(library.published()) + 1
        assert edition.base == version_of(library.published())
    os.close(reading)
    os.close(writing)


def drained(pipe: int) -> bytes:
    """What is in the pipe by now."""
    try:
        return os.read(pipe, 1 << 20)
    except BlockingIOError:
        return b""


def test_readers_beside_a_writer_see_whole_editions_only(database_url: str, library: Library) -> None:
    def publish(own: Library) -> None:
        for number in range(1, 15):
            own.save_all(numbered(number), "ann")
            own.publish(None, "ann")

    library.found(numbered(0), "ann")
    process = start(publish, database_url)
    seen = [0]
    while process.is_alive():
        seen.append(number_of(library.published()))
    assert process.exitcode == 0
    assert seen == sorted(seen)
    assert number_of(library.published()) == 14


def test_of_the_saves_of_processes_that_began_with_the_same_revision_one_is_kept(database_url: str, library: Library) -> None:
    def count(own: Library) -> None:
        """Add one to the article's number ten times, whatever the others do there."""
        done = 0
        while done < 10:
            seen = own.current("a")
            assert seen
            assert seen.article
            number = int(seen.article.passages["en"].answer) + 1
            try:
                own.save(Article("a", "", {"en": Passage("Q", str(number))}), "ann", expected=seen.number)
            except Conflict:
                continue
            done += 1

    library.save(Article("a", "", {"en": Passage("Q", "0")}), "ann")
    processes = [start(count, database_url) for _ in range(3)]
    for process in processes:
        process.join()
        assert process.exitcode == 0
    last = library.current("a")
    assert last
    assert last.article
    assert (last.number, last.article.passages["en"].answer) == (31, "30")


def test_processes_that_write_for_the_first_time_together_make_one_library(database_url: str, library: Library) -> None:
    processes = [start(lambda own: own.found(numbered(1), "ann"), database_url) for _ in range(4)]
    for process in processes:
        process.join()
        assert process.exitcode == 0
    assert len(library.editions()) == 1
    assert number_of(library.published()) == 1
