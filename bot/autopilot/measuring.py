"""Follows the log for how often the assistant was right, so that the gate always knows."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import structlog

from analytics.autopilot.judging import Judge
from analytics.autopilot.prior import examined
from analytics.autopilot.standing import NOTHING, Key, Standing, Tally
from analytics.stores import EventLog, StoreUnavailable
from bot.errors import UnknownRelease
from nlu.errors import ModelError

SECONDS = 30.0
"""Between two looks at the log."""

log = structlog.get_logger(__name__)


class Measuring:
    """One follower of `events`; `model` finds the model that serves, whose tests stand in where the log is short."""

    def __init__(self, events: EventLog, model: Callable[[], Path]) -> None:
        self._events, self._model = events, model
        self._judge = Judge()
        self._cursor = ""
        self._log: Mapping[Key, Tally] = {}
        self._tested: Path | None = None
        self._tests: Mapping[Key, Tally] = {}

    def __call__(self, intent: str, language: str) -> float:
        """How often the intent was served rightly at least, as of the last look."""
        key = intent, language
        return Standing(intent, language, self._log.get(key, NOTHING), self._tests.get(key, NOTHING)).bound

    async def follow(self) -> None:
        """Look again every SECONDS until cancelled; a database that goes away is waited for."""
        while True:
            await asyncio.sleep(SECONDS)
            await self.refresh()

    async def refresh(self) -> None:
        """Read what is new; what cannot be read leaves what was known."""
        await asyncio.to_thread(self._examine)
        try:
            await self._read()
        except StoreUnavailable as error:
            log.warning("not_judged", reason=str(error))
        self._log = self._judge.tallies()

    async def _read(self) -> None:
        while True:
            self._cursor, recorded = await self._events.batch(self._cursor)
            if not recorded:
                return
            for one in recorded:
                self._judge.see(one)
            await asyncio.sleep(0)  # turns go first

    def _examine(self) -> None:
        try:
            folder = self._model()
            if folder != self._tested:
                self._tested, self._tests = folder, {}
                self._tests = examined(folder)
        except (ModelError, UnknownRelease) as error:
            log.warning("no_tests", reason=str(error))
