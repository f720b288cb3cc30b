"""What a site's robots.txt allows (RFC 9309)."""

from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from knowledge_base.fetching import USER_AGENT, FetchRefused
from knowledge_base.fetching.client import Client

LARGEST = 500 * 1024  # bytes; RFC 9309 asks for at least as much


class Robots:
    """Reads each site's rules once; a site that does not say them for now is left alone."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rules: dict[str, Protego] = {}

    async def rules(self, url: str) -> Protego:
        """The rules of the site of `url`.

        Raises FetchRefused when its server fails.
        """
        parts = urlsplit(url)
        site = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        if site not in self._rules:
            fetched = await self._client.get(site, LARGEST)
            if fetched.status >= 500:
                raise FetchRefused(f"is on a site whose robots.txt cannot be read (status {fetched.status}); try again later")
            text = fetched.content.decode("utf-8", "replace") if fetched.status < 300 else ""
            self._rules[site] = Protego.parse(text)
        return self._rules[site]

    async def check(self, url: str) -> None:
        """Raise FetchRefused where the site's rules forbid `url`."""
        if not (await self.rules(url)).can_fetch(url, USER_AGENT):
            raise FetchRefused("is forbidden by the site's robots.txt; allow Shopkeeper there")

    async def delay(self, url: str) -> float:
        """The seconds that the site wants between two pages."""
        return float((await self.rules(url)).crawl_delay(USER_AGENT) or 0)
