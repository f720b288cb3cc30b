"""The edition of the articles that is live, taken over by what serves while customers write."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Protocol

import structlog

from bot.releases.serving import Serving
from knowledge_base.articles import Article
from knowledge_base.history import Edition

SECONDS = 0.5  # between two looks at the library
LONGEST = 10.0  # between two tries that fail
log = structlog.get_logger("bot.releases")


class Editions(Protocol):
    """What is followed: a `knowledge_base.library.Library`."""

    def edition(self) -> Edition | None:
        """The edition that is live, None before the first."""
        ...

    def published(self) -> tuple[Article, ...]:
        """The articles that are live."""
        ...

    def changed(self, since: int) -> Mapping[str, Article | None]:
        """What is live now of each article that changed after the edition `since`, by id; None: it went."""
        ...

    def close(self) -> None:
        """Let the database go."""
        ...


class Notes(Protocol):
    """Who hears what became of an edition."""

    def edition_served(self, number: int, seconds: float | None) -> None:
        """It is searched now, `seconds` after it went live; None when it had been live before anybody looked."""
        ...

    def edition_failed(self) -> None:
        """It could not be taken over; what served serves on."""
        ...


class Following:
    """Brings what serves to the edition that is live; `problem` says why it is behind, "" while it is not.

    Whoever puts another release into service holds `lock` meanwhile, lest an edition that it does not have be lost.
    """

    def __init__(self, library: Editions, notes: Notes) -> None:
        self.lock = asyncio.Lock()
        self.problem = ""
        self._library = library
        self._notes = notes

    async def follow(self, serving: Callable[[], Serving], after: Callable[[Serving], None] = lambda serving: None) -> None:
        """Look at the library twice a second and take over what is new; `after` each success something else may be done."""
        pause = SECONDS
        while True:
            async with self.lock:
                await self.attempt(serving())
            if not self.problem:
                after(serving())
            pause = min(2 * pause, LONGEST) if self.problem else SECONDS
            await asyncio.sleep(pause)

    async def look(self) -> None:
        """Raises LibraryError when the library cannot be read."""
        await asyncio.to_thread(self._library.edition)

    async def attempt(self, serving: Serving) -> None:
        """Bring `serving` to the edition that is live; where that fails, it stays as it is, and `problem` says why."""
        try:
            await self.catch_up(serving)
        except Exception as error:
            # Whatever it is, customers are answered from the edition before, and the next look tries again.
            if not self.problem:
                log.exception("edition_failed", serves=serving.edition)
            self.problem = f"the articles that are live could not be taken over: {error}"
            self._notes.edition_failed()
        else:
            self.problem = ""

    async def close(self) -> None:
        """Let the library go."""
        await asyncio.to_thread(self._library.close)

    async def catch_up(self, serving: Serving) -> None:
        """The same, but whatever goes wrong is raised."""
        live = await asyncio.to_thread(self._library.edition)
        if live is None or live.number == serving.edition:
            return
        first, before = not serving.edition, serving.overlay
        edition, changes = await asyncio.to_thread(self._changes, serving)
        texts = await asyncio.to_thread(before.unread, changes)
        read = dict(zip(texts, await serving.embed(texts), strict=True))
        serving.overlay = await asyncio.to_thread(before.edited, changes, read, edition.number)
        seconds = None if first else (datetime.now(UTC) - edition.at).total_seconds()
        log.info("edition_serves", edition=edition.number, changed=len(changes), seconds=seconds)
        self._notes.edition_served(edition.number, seconds)

    def _changes(self, serving: Serving) -> tuple[Edition, Mapping[str, Article | None]]:
        """An edition, and how what `serving` searches differs from it."""
        while True:
            edition = self._library.edition()
            if edition is not None and 0 < serving.edition < edition.number:
                changes = self._library.changed(serving.edition)
            else:
                changes = serving.overlay.differences(self._library.published())
            # What was read belongs to this edition only if no other came meanwhile.
            latest = self._library.edition()
            if edition is not None and latest is not None and edition.number == latest.number:
                return edition, changes
