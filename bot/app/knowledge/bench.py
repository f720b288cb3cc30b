"""Where editors' tests run: one thread that gives way to customers."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import TypeVar

from bot.edge.problems import Problem
from knowledge_base.articles import Article
from nlu.understanding import Understander
from retrieval.live import Overlay
from retrieval.rehearsal import Rehearsal
from retrieval.searcher import Searcher
from retrieval.testing import Case, Run
from retrieval.testing.batch import asked, read

WAITING = 3  # jobs, the one that runs among them
_NICE = 10

Result = TypeVar("Result")


@dataclass(frozen=True)
class Base:
    """Articles that would be searched, and the number that tells their edition; None is what serves, as it is."""

    articles: Sequence[Article] | None
    edition: int


@dataclass(frozen=True)
class Served:
    """What serves now: the model, and the articles with room for changes."""

    understander: Understander
    overlay: Overlay


class Bench:
    """Runs what takes long, one job after another; `served` is asked anew for each."""

    def __init__(self, served: Callable[[], Served]) -> None:
        self.served = served
        self._rehearsal = Rehearsal()
        self._thread = ThreadPoolExecutor(1, "bench", initializer=_give_way)
        self._room = BoundedSemaphore(WAITING)

    def do(self, job: Callable[[], Result]) -> Result:
        """What `job` gives once it has had its turn; raises Problem when too many wait already."""
        if not self._room.acquire(blocking=False):
            raise Problem("bench_busy")
        try:
            return self._thread.submit(job).result()
        finally:
            self._room.release()

    def runs(self, cases: Sequence[Case], *bases: Base) -> list[Run]:
        """`cases` asked of each of the `bases`, by the same model and ranking; raises Problem as `do`."""
        return self.do(lambda: self._runs(cases, bases))

    def close(self) -> None:
        """Finish the job that runs; the others are cancelled."""
        self._thread.shutdown(cancel_futures=True)

    def _runs(self, cases: Sequence[Case], bases: Sequence[Base]) -> list[Run]:
        served = self.served()
        vectors = read([case.question for case in cases], served.understander)
        return [asked(cases, vectors, self._searcher(served, base)) for base in bases]

    def _searcher(self, served: Served, base: Base) -> Searcher:
        if base.articles is None:
            return served.overlay.searcher
        return self._rehearsal.searcher(served.overlay, served.understander, base.articles, base.edition)


def _give_way() -> None:
    # On Linux a thread has a priority of its own.
    os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) + _NICE)
