"""Pages to articles: what is new, changed or gone since the last time, page by page."""

from collections.abc import AsyncIterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import anyio

from configs.progress import Progress
from knowledge_base.fetching import FetchRefused
from knowledge_base.fetching.client import Client, Fetched
from knowledge_base.fetching.memory import Memory
from knowledge_base.fetching.pagechanges import PageChange
from knowledge_base.fetching.robots import Robots
from knowledge_base.fetching.sitemaps import pages
from knowledge_base.languages import name_of
from knowledge_base.pages import questions
from knowledge_base.readers.html import page_text
from knowledge_base.report import Entry, Found, Problem

HTML = ("text/html", "application/xhtml+xml")
GONE = (404, 410)


class Crawler:
    """Fetches pages one after the other, with the delay that the site asks for; cancel the task to stop, nothing is lost."""

    def __init__(self, client: Client, memory: Memory, language: str | None = None) -> None:
        self._client = client
        self._memory = memory
        self._language = language
        self._robots = Robots(client)

    async def page(self, url: str) -> AsyncIterator[PageChange | Problem]:
        """Yield what changed on one page, nothing for an unchanged one, and what is wrong with it."""
        seen = self._memory.get(url)
        before = seen.articles(self._memory.file)
        try:
            await self._robots.check(url)
            fetched = await self._client.get(url, headers=seen.conditions)
            if fetched.status == 304:
                return
            found = [] if fetched.status in GONE and before else self._entries(fetched)
        except FetchRefused as error:
            yield Problem(url, "", str(error))
            return
        change = PageChange(url, before, tuple(entry.article for entry in found if isinstance(entry, Found)), fetched)
        if before and not change.differs:
            return
        for entry in found:
            if isinstance(entry, Problem):
                yield entry
        if change.differs:
            yield change

    async def sitemap(self, url: str, progress: Progress | None = None) -> AsyncIterator[PageChange | Problem]:
        """Yield what changed on each page of a sitemap."""
        listed = [entry async for entry in pages(self._client, url)]
        for entry in listed:
            if entry.problem:
                yield Problem(entry.url, "", entry.problem)
        addresses = [entry.url for entry in listed if not entry.problem]
        for number, address in enumerate(addresses):
            if number:
                await anyio.sleep(await self._delay(address))
            async for result in self.page(address):
                yield result
            if progress:
                progress("fetching", number + 1, len(addresses))

    async def _delay(self, url: str) -> float:
        limits = self._client.limits
        try:
            return min(max(limits.delay, await self._robots.delay(url)), limits.longest_delay)
        except FetchRefused:
            return limits.delay

    def _entries(self, fetched: Fetched) -> list[Entry]:
        content = fetched.found()
        if fetched.media_type not in HTML:
            raise FetchRefused(f"is {fetched.media_type or 'of no kind'}, not a web page; download it and import the file")
        try:
            text = page_text(content, fetched.charset)
        except UnicodeDecodeError:
            raise FetchRefused("is in an unknown encoding; save it as UTF-8") from None
        return list(questions(text, fetched.url, self._language, fetched.url, prefix_of(fetched.url)))


def prefix_of(url: str) -> str:
    """What the ids of a page's articles begin with: the last part of its path; "" for a home page."""
    name = PurePosixPath(unquote(urlsplit(url).path)).stem
    return name_of(name)[:30].strip("-") if name else ""
