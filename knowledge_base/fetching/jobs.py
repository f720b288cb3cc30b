"""One crawl from start to end, for those who wait for it: the command line and scheduled jobs."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import anyio

from configs.progress import Progress
from knowledge_base.fetching import Limits
from knowledge_base.fetching.client import Client
from knowledge_base.fetching.crawl import Crawler
from knowledge_base.fetching.memory import Memory
from knowledge_base.fetching.pagechanges import PageChange
from knowledge_base.report import Problem

MEMORY = Path("knowledge") / "pages.json"


@dataclass(frozen=True)
class Crawl:
    """What to fetch: a page or a sitemap; `allow` names the private hosts that may be fetched."""

    url: str
    allow: Collection[str] = ()
    language: str | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def is_sitemap(self) -> bool:
        """Whether the address is that of a sitemap, by its ending."""
        return urlsplit(self.url).path.lower().endswith((".xml", ".xml.gz"))

    async def results(self, memory: Memory, progress: Progress | None = None) -> AsyncIterator[PageChange | Problem]:
        """Yield changes and problems as they come; `memory` is what was accepted before."""
        async with Client(self.limits, self.allow) as client:
            crawler = Crawler(client, memory, self.language)
            found = crawler.sitemap(self.url, progress) if self.is_sitemap else crawler.page(self.url)
            async for result in found:
                yield result


def crawl(wanted: Crawl, data: Path, progress: Progress | None = None) -> tuple[list[PageChange], list[Problem]]:
    """All changes and problems of one crawl into the installation `data`; nothing is remembered until it is accepted.

    Raises KnowledgeError when the memory of pages is damaged.
    """

    async def collected() -> list[PageChange | Problem]:
        return [result async for result in wanted.results(Memory(data / MEMORY), progress)]

    results = anyio.run(collected)
    changes = [result for result in results if isinstance(result, PageChange)]
    return changes, [result for result in results if isinstance(result, Problem)]
