"""The release that serves now, and how another takes its place while customers write."""

import asyncio
import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, Self

import structlog

from bot.errors import ReleaseRefused, UnknownRelease
from bot.releases.examination import examine
from bot.releases.following import Following
from bot.releases.serving import Serving
from bot.releases.store import Release, Releases
from configs.errors import ConfigurationError
from knowledge_base.errors import KnowledgeError

SECONDS = 2.0  # between two looks at the pointer

Load = Callable[[Release], Serving]
Noted = Callable[[Literal["served", "refused"]], None]
log = structlog.get_logger("bot.releases")


class Live:
    """Serves what the pointer of `releases` names; `noted` hears how each try to serve another release ended.

    `serving` is the release that serves; `refusal` says why it is not the one that the pointer names, "" while it is. With
    `articles`, no release serves before it has caught up with the edition that is live.
    """

    def __init__(
        self, releases: Releases, serving: Serving, load: Load, noted: Noted, refusal: str = "", articles: Following | None = None
    ) -> None:
        self.releases = releases
        self.serving = serving
        self.refusal = refusal
        self.articles = articles
        self._load = load
        self._noted = noted
        self._proven = {serving.version}
        self._switching = asyncio.Lock()

    @classmethod
    def open(cls, releases: Releases, load: Load, noted: Noted = lambda outcome: None, articles: Following | None = None) -> Self:
        """Begin with the release that the pointer names, or with the one before where that one cannot serve.

        Raises ConfigurationError when neither can.
        """
        refusal = ""
        for release in filter(None, (releases.current(), releases.previous())):
            try:
                serving = load(release)
            except ReleaseRefused as refused:
                release.refuse(str(refused))
                refusal = refusal or _sentence(release, str(refused))
            else:
                release.accept()
                return cls(releases, serving, load, noted, refusal, articles)
        raise ConfigurationError(f"{refusal or 'there is no release yet'}; run `python -m bot prepare --train`")

    async def follow(self) -> None:
        """Look at the pointer every few seconds, and serve the release that it names once that has proved itself."""
        while True:
            async with self._switching:
                await self._catch_up()
            await asyncio.sleep(SECONDS)

    async def use(self, name: str) -> None:
        """Serve the release `name`, now and after the next start.

        Raises UnknownRelease, or ReleaseRefused with the reason; what served serves on then.
        """
        async with self._switching:
            await self._change(await asyncio.to_thread(self.releases.find, name))

    async def rollback(self) -> None:
        """Serve the release before the one that the pointer names; a second time, that one again.

        Raises UnknownRelease when there is none, or ReleaseRefused with the reason.
        """
        async with self._switching:
            before = await asyncio.to_thread(self.releases.previous)
            if before is None:
                raise UnknownRelease("no release served before this one")
            await self._change(before)

    async def close(self) -> None:
        """Let the model go."""
        await self.serving.close()

    async def _change(self, release: Release) -> None:
        if release.version != self.serving.version:
            await self._take(release)
        await asyncio.to_thread(self.releases.switch, release)
        self.refusal = ""
        await asyncio.to_thread(_give_back_memory)

    async def _catch_up(self) -> None:
        try:
            wanted = await asyncio.to_thread(self.releases.current)
            refusal = await self._tried(wanted) if wanted else ""
        except OSError as error:
            self.refusal = f"the releases cannot be read: {error.strerror}"
        else:
            self.refusal = _sentence(wanted, refusal) if wanted and refusal else ""

    async def _tried(self, release: Release) -> str:
        """Why `release` does not serve, "" now that it does."""
        if release.version == self.serving.version:
            return ""
        if refusal := await asyncio.to_thread(lambda: release.refusal):
            return refusal
        try:
            await self._take(release)
        except ReleaseRefused as refused:
            return str(refused)
        await asyncio.to_thread(_give_back_memory)
        return ""

    async def _take(self, release: Release) -> None:
        """Replace what serves; messages that it was given already are still understood by it, and answered from its index."""
        if self.articles is not None:
            with _articles_needed():
                await self.articles.look()
        try:
            if release.version not in self._proven:
                await examine(release)
            fresh = await asyncio.to_thread(self._load, release)
        except ReleaseRefused as refused:
            await asyncio.to_thread(release.refuse, str(refused))
            log.warning("release_refused", release=release.version, reason=str(refused), serves=self.serving.version)
            self._noted("refused")
            raise
        await asyncio.to_thread(release.accept)
        before = await self._replace(fresh)
        self._proven.add(release.version)
        log.info("release_serves", release=release.version, before=before.version)
        self._noted("served")
        await before.retire()

    async def _replace(self, fresh: Serving) -> Serving:
        """Put `fresh` into service with the articles that are live, and return what served."""
        if self.articles is not None:
            with _articles_needed():
                await self.articles.catch_up(fresh)  # what takes long, while the other one still takes over what is new
                async with self.articles.lock:
                    await self.articles.catch_up(fresh)
                    before, self.serving = self.serving, fresh
            return before
        before, self.serving = self.serving, fresh
        return before


@contextmanager
def _articles_needed() -> Iterator[None]:
    """Without the articles that are live a release must not serve now, but it may tomorrow."""
    try:
        yield
    except KnowledgeError as error:
        raise ReleaseRefused(f"the articles that are live cannot be read: {error}") from None


def _give_back_memory() -> None:
    # glibc would keep as much as a model is large, in pieces that are no use to the next one.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _sentence(release: Release, reason: str) -> str:
    return f"the release {release.version} was refused: {reason}"
