"""Fetching: pages of the shop's own site, politely and from public addresses only."""

from dataclasses import dataclass

USER_AGENT = "Shopkeeper/0.1 (imports the shop's own help pages)"


class FetchRefused(Exception):
    """A page that was not fetched; the message says why and what to do, without the address."""


@dataclass(frozen=True)
class Limits:
    """What one page and one crawl may take: bytes unpacked, seconds, redirects, pages, sitemaps, seconds between pages."""

    page_bytes: int = 5 * 1024 * 1024
    sitemap_bytes: int = 50 * 1024 * 1024
    seconds: float = 10
    redirects: int = 5
    pages: int = 2_000
    sitemaps: int = 50
    delay: float = 1
    longest_delay: float = 30
