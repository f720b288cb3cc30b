"""Fetches one address at a time: within limits of bytes and time, by redirects that are each vetted again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import TracebackType

import anyio
import httpx

from knowledge_base.fetching import USER_AGENT, FetchRefused, Limits
from knowledge_base.fetching.addresses import Resolve, checked, resolved
from knowledge_base.fetching.transport import VettedTransport
from knowledge_base.fetching.unpacking import body


@dataclass(frozen=True)
class Fetched:
    """An answer: the `url` after all redirects, its status, media type and character set, and how to ask for it again."""

    url: str
    status: int
    media_type: str
    charset: str | None
    content: bytes
    etag: str = ""
    last_modified: str = ""

    def found(self) -> bytes:
        """The content.

        Raises FetchRefused when the status is not 200.
        """
        if self.status != 200:
            raise FetchRefused(f"answers with status {self.status}; check the address")
        return self.content


class Client:
    """Fetches from public hosts, and from those that `allow` names; no cookies, no proxies, no credentials."""

    def __init__(self, limits: Limits | None = None, allow: Collection[str] = (), resolve: Resolve = resolved) -> None:
        self.limits = limits or Limits()
        self._allow = allow
        self._transport = VettedTransport(allow, resolve)

    async def __aenter__(self) -> "Client":
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._transport.aclose()

    async def get(self, url: str, most: int | None = None, headers: Mapping[str, str] | None = None) -> Fetched:
        """What stands at `url`, of at most `most` bytes unpacked.

        Raises FetchRefused.
        """
        try:
            with anyio.fail_after(self.limits.seconds):
                return await self._followed(url, most or self.limits.page_bytes, dict(headers or {}))
        except TimeoutError:
            raise FetchRefused(f"took longer than {self.limits.seconds:g} seconds; try again later") from None
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError) as error:
            raise FetchRefused(f"cannot be fetched: {str(error) or type(error).__name__}; try again later") from None

    async def _followed(self, url: str, most: int, headers: dict[str, str]) -> Fetched:
        here = checked(url, self._allow)
        for _ in range(self.limits.redirects + 1):
            response = await self._transport.handle_async_request(self._request(here, headers))
            try:
                if not response.has_redirect_location:
                    return await _read(here, response, most)
                here = checked(str(here.join(response.headers["Location"])), self._allow)
            finally:
                await response.aclose()
        raise FetchRefused(f"is redirected more than {self.limits.redirects} times; give the address where it ends")

    def _request(self, url: httpx.URL, headers: dict[str, str]) -> httpx.Request:
        seconds = self.limits.seconds
        timeout = {"connect": seconds, "read": seconds, "write": seconds, "pool": seconds}
        shown = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Accept": "text/html,application/xml;q=0.9", **headers}
        return httpx.Request("GET", url, headers=shown, extensions={"timeout": timeout})


async def _read(url: httpx.URL, response: httpx.Response, most: int) -> Fetched:
    headers = response.headers
    encoding = headers.get("Content-Encoding", "").strip().lower()
    content = await body(response.aiter_raw(), encoding, most)
    return Fetched(
        str(url),
        response.status_code,
        headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        response.charset_encoding,
        content,
        headers.get("ETag", ""),
        headers.get("Last-Modified", ""),
    )
