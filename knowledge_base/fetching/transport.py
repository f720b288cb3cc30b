"""HTTP that connects to the address that was vetted, and to no other."""

from collections.abc import Collection

import httpx

from knowledge_base.fetching.addresses import PORTS, Resolve, checked, resolved, vetted


class VettedTransport(httpx.AsyncBaseTransport):
    """Resolves a name once, vets what it stands for, and connects to that; so no second answer can lead elsewhere.

    The server sees the name all the same, in TLS (RFC 6066) and in the Host header.
    """

    def __init__(self, allow: Collection[str] = (), resolve: Resolve = resolved) -> None:
        self._allow = allow
        self._resolve = resolve
        # A kept connection would be shared by all names of one address; proxies of the environment would resolve anew.
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to the first of the host's addresses that takes the connection.

        Raises FetchRefused or httpx.TransportError.
        """
        url = checked(str(request.url), self._allow)
        addresses = await vetted(url.raw_host.decode("ascii"), url.port or PORTS[url.scheme], self._allow, self._resolve)
        request.headers["Host"] = url.netloc.decode("ascii")
        request.extensions = {**request.extensions, "sni_hostname": url.raw_host.decode("ascii")}
        for address in addresses[:-1]:
            try:
                return await self._send(request, url, address)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._send(request, url, addresses[-1])

    async def aclose(self) -> None:
        """Close what is open."""
        await self._inner.aclose()

    async def _send(self, request: httpx.Request, url: httpx.URL, address: str) -> httpx.Response:
        request.url = url.copy_with(host=address)
        try:
            return await self._inner.handle_async_request(request)
        finally:
            request.url = url
