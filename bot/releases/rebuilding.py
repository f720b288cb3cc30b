"""The index is built anew, in a process of its own, when too much has been edited since it was built."""

import asyncio
import contextlib
import os
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE

import structlog

from bot.releases import indexing
from bot.releases.indexing import Job
from bot.releases.serving import Serving

AGAIN = 600.0  # seconds after which an index that did not come to serve is built once more
log = structlog.get_logger("bot.releases")


class Rebuilding:
    """Has the `job` done when more than a `share` of the articles has changed.

    `problem` says why that failed when it was last tried, "" when it did not.
    """

    def __init__(self, job: Job, share: float) -> None:
        self.problem = ""
        self._job = job
        self._share = share
        self._task: asyncio.Task[None] | None = None
        self._tried = ("", 0.0)

    def consider(self, serving: Serving) -> None:
        """Begin to build, if that is worth it, unless it is under way or has just been tried."""
        overlay = serving.overlay
        articles = overlay.searcher.articles
        if not articles or not indexing.worth(overlay.changed, len(articles), self._share):
            return
        release, at = self._tried
        if (self._task and not self._task.done()) or (release == serving.version and time.monotonic() < at + AGAIN):
            return
        self._tried = serving.version, time.monotonic()
        self._task = asyncio.create_task(self._build())

    async def close(self) -> None:
        """Give up what is being built."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _build(self) -> None:
        log.info("index_builds")
        paths = os.pathsep.join(filter(None, sys.path))
        environment = {**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"}
        program = (sys.executable, "-m", indexing.__name__)
        process = await asyncio.create_subprocess_exec(*program, stdin=PIPE, stdout=DEVNULL, stderr=PIPE, env=environment)
        try:
            _, said = await process.communicate(self._job.to_json())
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.communicate()  # an event loop does not close over a pipe that is open
        reason = said.decode(errors="replace").strip().rpartition("\n")[2]
        self.problem = f"the index could not be built anew: {reason or process.returncode}" if process.returncode else ""
        log.info("index_built", problem=self.problem)
