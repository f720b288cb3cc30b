"""One page within its limits, whatever the server does."""

import gzip
import time
from http.server import BaseHTTPRequestHandler

import anyio
import pytest

from knowledge_base.fetching import USER_AGENT, FetchRefused, Limits
from knowledge_base.fetching.client import Client, Fetched
from tests.knowledge_base.fetching.conftest import Site, page

pytestmark = pytest.mark.anyio
SMALL = Limits(page_bytes=100_000, seconds=1)


async def get(site: Site, path: str = "/", limits: Limits = SMALL) -> Fetched:
    async with Client(limits, allow=["127.0.0.1"]) as client:
        return await client.get(site.url(path))


async def test_the_client_says_who_it_is_and_sends_no_credentials(site: Site) -> None:
    site.answers["/"] = page("hi", ETag='"1"', Set_Cookie="a=b")
    fetched = await get(site)
    assert (fetched.etag, fetched.media_type, fetched.charset) == ('"1"', "text/html", "utf-8")
    headers = site.requests[0][1]
    assert headers["User-Agent"] == USER_AGENT
    assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


async def test_a_packed_page_is_unpacked(site: Site) -> None:
    site.answers["/"] = page(gzip.compress(b"hello" * 1000), Content_Encoding="gzip")
    assert (await get(site)).content == b"hello" * 1000


@pytest.mark.parametrize(
    ("body", "headers", "problem"),
    [
        (b"x" * 100_001, {}, "is larger than 0.0954 MiB"),
        (gzip.compress(b"x" * 50_000_000), {"Content_Encoding": "gzip"}, "is larger than 0.0954 MiB"),
        (b"not gzip", {"Content_Encoding": "gzip"}, "is damaged"),
        (b"x", {"Content_Encoding": "br"}, "came in the encoding 'br'"),
    ],
)
async def test_a_page_beyond_the_limit_or_damaged_is_refused(
    site: Site, body: bytes, headers: dict[str, str], problem: str
) -> None:
    site.answers["/"] = page(body, 200, **headers)
    with pytest.raises(FetchRefused, match=problem):
        await get(site)


def drips(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(100):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.1)


def drips_its_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
    for _ in range(100):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.1)


@pytest.mark.parametrize("answer", [drips, drips_its_headers])
async def test_a_server_that_sends_a_byte_now_and_then_is_given_up(site: Site, answer: object) -> None:
    site.answers["/"] = answer  # type: ignore[assignment]
    with pytest.raises(FetchRefused, match=r"took longer than 0.5 seconds; try again later"):
        await get(site, limits=Limits(seconds=0.5))


async def test_redirects_are_followed_five_times_and_no_further(site: Site) -> None:
    for number in range(6):
        site.answers[f"/{number}"] = page("", 302, Location=f"/{number + 1}")
    site.answers["/6"] = page("there")
    assert (await get(site, "/1")).content == b"there"
    with pytest.raises(FetchRefused, match="is redirected more than 5 times"):
        await get(site, "/0")


@pytest.mark.parametrize(
    "location",
    ["http://127.1/", "http://[::1]/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_", "http://a@b/", "//localhost/"],
)
async def test_a_redirect_to_what_may_not_be_fetched_is_refused(site: Site, location: str) -> None:
    site.answers["/"] = page("", 302, Location=location)
    with pytest.raises(FetchRefused, match=r"public internet|no web address|user name"):
        await get(site)
    assert site.paths == ["/"]


async def test_a_server_that_is_not_there_is_one_sentence() -> None:
    async with Client(SMALL, allow=["127.0.0.1"]) as client:
        with pytest.raises(FetchRefused, match=r"cannot be fetched: .*; try again later"):
            await client.get("http://127.0.0.1:9/")


async def test_a_fetch_can_be_cancelled(site: Site) -> None:
    site.answers["/"] = drips
    with anyio.move_on_after(0.2) as scope:
        await get(site, limits=Limits(seconds=60))
    assert scope.cancelled_caught
