"""Sitemaps: the pages that a site lists (sitemaps.org), through as many levels as there are."""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from knowledge_base.fetching import FetchRefused
from knowledge_base.fetching.client import Client
from knowledge_base.fetching.unpacking import unzipped


@dataclass(frozen=True)
class Listed:
    """An address of a sitemap, or what is wrong with one."""

    url: str
    problem: str = ""


def locations(content: bytes) -> tuple[list[str], list[str]]:
    """The pages and the further sitemaps that a sitemap lists.

    Raises FetchRefused when it is no sitemap or defines entities.
    """
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise FetchRefused("is unsafe: it defines XML entities or a document type; write a plain sitemap") from None
    except (ParseError, ValueError):
        raise FetchRefused("is not XML; give the address of a sitemap") from None
    kind = root.tag.rpartition("}")[2]
    if kind not in ("urlset", "sitemapindex"):
        raise FetchRefused("is no sitemap: it begins with neither urlset nor sitemapindex")
    found = [(part.text or "").strip() for entry in root for part in entry if part.tag.rpartition("}")[2] == "loc"]
    found = list(dict.fromkeys(url for url in found if url))
    return (found, []) if kind == "urlset" else ([], found)


async def pages(client: Client, url: str) -> AsyncIterator[Listed]:
    """Yield the pages that the sitemap at `url` lists, each once, and what could not be read or is left out."""
    waiting, seen = deque([url]), {url}
    listed: set[str] = set()
    while waiting:
        here = waiting.popleft()
        try:
            fetched = await client.get(here, client.limits.sitemap_bytes)
            found, further = locations(unzipped(fetched.found(), client.limits.sitemap_bytes))
        except FetchRefused as error:
            yield Listed(here, str(error))
            continue
        for page in found:
            if page in listed:
                continue
            if len(listed) == client.limits.pages:
                yield Listed(here, f"lists more than {client.limits.pages:,} pages, of which the first were taken; split it")
                return
            # A sitemap speaks for its own site only (sitemaps.org, "Sitemap file location").
            if urlsplit(page).hostname != urlsplit(url).hostname:
                yield Listed(page, "is on another site than its sitemap; import it by its own address")
                continue
            listed.add(page)
            yield Listed(page)
        fresh = [sitemap for sitemap in dict.fromkeys(further) if sitemap not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
        if len(seen) > client.limits.sitemaps:
            yield Listed(here, f"leads to more than {client.limits.sitemaps} sitemaps; name fewer")
            return
