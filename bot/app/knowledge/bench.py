"""Where editors' tests run: one thread that gives way to customers."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import TypeVar

from bot.edge.problems import Problem
from knowledge_base.library import Library
from nlu.understanding import Understander
from retrieval.live import Overlay
from retrieval.rehearsal import Rehearsal
from retrieval.testing import Case, Judgement, Run, judged, run
from retrieval.testing.candidate import Stage
from retrieval.testing.cases import unknown

WAITING = 3  # jobs, the one that runs among them
_NICE = 10

Result = TypeVar("Result")


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

    def judged(self, library: Library, cases: Sequence[Case], ids: Sequence[str] | None = None) -> Judgement:
        """What publishing would do to `cases`; raises Problem as `do`, and as `retrieval.testing.judged`."""
        return self.do(lambda: judged(self._stage(library), cases, ids))

    def live(self, library: Library, cases: Sequence[Case]) -> tuple[Run, list[str]]:
        """What comes of `cases` now, and the articles that they expect and that there are not; raises Problem as `do`."""
        return self.do(lambda: self._live(library, cases))

    def close(self) -> None:
        """Finish the job that runs; the others are cancelled."""
        self._thread.shutdown(cancel_futures=True)

    def _live(self, library: Library, cases: Sequence[Case]) -> tuple[Run, list[str]]:
        stage = self._stage(library)
        searcher = stage.live()
        return run(cases, searcher, stage.understander), unknown(cases, (one.id for one in searcher.articles))

    def _stage(self, library: Library) -> Stage:
        served = self.served()
        return Stage(library, served.overlay, served.understander, self._rehearsal)


def _give_way() -> None:
    # On Linux a thread has a priority of its own.
    os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) + _NICE)
