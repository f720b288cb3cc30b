"""Only public hosts are fetched, whatever their address looks like."""

import socket
import ssl
import threading

import pytest

from knowledge_base.fetching import FetchRefused, Limits
from knowledge_base.fetching.addresses import Resolve, is_public
from knowledge_base.fetching.client import Client
from tests.knowledge_base.fetching.conftest import Site, page

pytestmark = pytest.mark.anyio

PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104
    "255.255.255.255",
    "224.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "240.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:0:0:0:0:0:80ff:fffe",
    "nonsense",
]


def answering(*answers: list[str]) -> Resolve:
    """A resolver that gives these answers one after the other, the last one for ever."""
    waiting = list(answers)

    async def resolve(host: str, port: int) -> list[str]:
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    return resolve


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_not_everyone_can_reach_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111"])
def test_an_address_that_everyone_can_reach_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://localhost/",
        "http://localhost./",
        "http://LOCALHOST/",
        "http://169.254.169.254/latest/meta-data/",
        "https://127.0.0.1/",
        "http://127。0。0。1/",
        "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    ],
)
async def test_a_private_host_is_refused_in_every_spelling(url: str) -> None:
    async with Client() as client:
        with pytest.raises(FetchRefused, match=r"is not on the public internet|cannot be found|no valid address"):
            await client.get(url)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("file:///etc/passwd", "is no web address"),
        ("gopher://shop.example/", "is no web address"),
        ("ftp://shop.example/", "is no web address"),
        ("//shop.example/", "is no web address"),
        ("shop.example", "is no web address"),
        ("http://", "is no web address"),
        ("http://shop.example:22/", "asks for port 22"),
        ("http://user@shop.example/", "holds a user name"),
        ("http://shop.example:pass@127.0.0.1/", "holds a user name"),
        ("http://shop.example#@127.0.0.1/", "cannot be found"),
        ("http://[::1/", "is no valid address"),
        ("http://a b/", "cannot be found"),
        ("http://shop.example/" + "x" * 2_000, "its address is longer"),
        ("http://no.such.host.invalid/", "cannot be found"),
    ],
)
async def test_an_address_of_another_form_is_refused(url: str, problem: str) -> None:
    async def nothing(host: str, port: int) -> list[str]:
        raise OSError

    async with Client(resolve=nothing) as client:
        with pytest.raises(FetchRefused, match=problem):
            await client.get(url)


async def test_a_host_with_one_private_address_is_refused(site: Site) -> None:
    async with Client(resolve=answering(["93.184.216.34", "127.0.0.1"])) as client:
        with pytest.raises(FetchRefused, match="not on the public internet"):
            await client.get("http://shop.example/")
    assert site.requests == []


async def test_a_name_that_turns_private_is_refused_when_it_does(site: Site) -> None:
    site.answers["/"] = page("", 302, Location="http://shop.example/secret")
    async with Client(allow=["intranet.example"], resolve=answering(["127.0.0.1"], ["127.0.0.1"])) as client:
        with pytest.raises(FetchRefused, match="not on the public internet"):
            await client.get(site.url("/", "intranet.example"))
    assert site.paths == ["/"]


async def test_an_allowed_host_is_fetched_at_its_address_under_its_name(site: Site) -> None:
    site.answers["/a"] = page("hello")
    async with Client(allow=["shop.test"], resolve=answering(["127.0.0.1"])) as client:
        fetched = await client.get(site.url("/a#part", "shop.test"))
    assert (fetched.status, fetched.content, fetched.url) == (200, b"hello", site.url("/a", "shop.test"))
    assert site.requests[0][1]["Host"] == f"shop.test:{site.port}"


async def test_allowing_one_host_allows_no_other_name_of_the_same_machine(site: Site) -> None:
    async with Client(allow=["127.0.0.1"]) as client:
        with pytest.raises(FetchRefused, match="asks for port"):
            await client.get(site.url("/", "localhost"))
        with pytest.raises(FetchRefused, match="not on the public internet"):
            await client.get("http://localhost/")
    assert site.requests == []


async def test_the_next_address_is_tried_where_one_does_not_answer(site: Site) -> None:
    site.answers["/"] = page("hello")
    async with Client(allow=["shop.test"], resolve=answering(["127.0.0.2", "127.0.0.1"])) as client:
        assert (await client.get(site.url("/", "shop.test"))).content == b"hello"


async def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, site.url("/"))
    async with Client(resolve=answering(["127.0.0.1"])) as client:
        with pytest.raises(FetchRefused, match="not on the public internet"):
            await client.get("http://shop.example/")
    assert site.requests == []


async def test_tls_names_the_host_and_not_its_address() -> None:
    named: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sni_callback = lambda _, name, __: named.append(name)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def handshake() -> None:
            connection, _ = listening.accept()
            with connection, pytest.raises(ssl.SSLError):
                context.wrap_socket(connection, server_side=True)

        thread = threading.Thread(target=handshake)
        thread.start()
        async with Client(Limits(seconds=5), allow=["shop.test"], resolve=answering(["127.0.0.1"])) as client:
            with pytest.raises(FetchRefused, match="cannot be fetched"):
                await client.get(f"https://shop.test:{listening.getsockname()[1]}/")
        thread.join()
    assert named == ["shop.test"]
