"""Which addresses may be fetched: public ones, judged after the name was resolved and before anything is sent."""

import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection
from typing import TypeAlias

import anyio
import httpx

from knowledge_base.fetching import FetchRefused

LONGEST = 2_000  # characters of an address
PORTS = {"http": 80, "https": 443}
Ip: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


async def resolved(host: str, port: int) -> list[str]:
    """The IP addresses of `host`, as the system resolves it.

    Raises OSError.
    """
    found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def checked(url: str, allow: Collection[str]) -> httpx.URL:
    """`url`, when its form is that of a public page; hosts in `allow` may have any port.

    Raises FetchRefused.
    """
    if len(url) > LONGEST:
        raise FetchRefused(f"its address is longer than {LONGEST:,} characters; give the page's own")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise FetchRefused("is no valid address; give one such as https://shop.example/faq") from None
    if parsed.scheme not in PORTS or not parsed.host:
        raise FetchRefused("is no web address; give one that begins with https:// or http://")
    if parsed.userinfo:
        raise FetchRefused("holds a user name or password; take it out of the address")
    if parsed.port not in (None, PORTS[parsed.scheme]) and parsed.host not in allow:
        raise FetchRefused(f"asks for port {parsed.port}, only 80 and 443 are fetched; name the host in fetching.allow")
    return parsed.copy_with(fragment=None)


async def vetted(host: str, port: int, allow: Collection[str], resolve: Resolve = resolved) -> list[str]:
    """The IP addresses of `host`, of which every one is public unless `allow` names the host.

    Raises FetchRefused.
    """
    try:
        found = list(dict.fromkeys(await resolve(host, port)))
    except (OSError, UnicodeError):
        raise FetchRefused("has a host that cannot be found; check its spelling") from None
    if host not in allow and not (found and all(is_public(address) for address in found)):
        raise FetchRefused("is not on the public internet; an intranet's host must be named in fetching.allow")
    return found


def is_public(address: str) -> bool:
    """Whether anyone on the internet could reach `address` (IANA's registries), itself and what it carries inside."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in (found, *_inside(found)))


def _inside(address: Ip) -> list[Ip]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    embedded = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        embedded.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in embedded if one is not None]
