"""Pages and sitemaps: what is new, changed, gone, and what a site does not want."""

import gzip
from pathlib import Path

import anyio
import pytest

from knowledge_base.fetching import Limits
from knowledge_base.fetching.crawl import prefix_of
from knowledge_base.fetching.jobs import MEMORY, Crawl, crawl
from knowledge_base.fetching.memory import Memory
from knowledge_base.fetching.pagechanges import PageChange
from tests.knowledge_base.fetching.conftest import Answer, Site, page

FAQ = (
    "<main><h2>How long is the warranty?</h2><p>Two years.</p><h2>保修多久？</h2><p>两年，<a href='/terms'>条款</a>。</p></main>"
)
QUICK = Limits(delay=0, seconds=5)


def crawled(site: Site, path: str, data: Path, limits: Limits = QUICK, accept: bool = True) -> tuple[list[PageChange], list[str]]:
    changes, problems = crawl(Crawl(site.url(path), allow=["127.0.0.1"], limits=limits), data)
    for change in changes if accept else ():
        memory = Memory(data / MEMORY)
        change.remember(memory)
    return changes, [str(problem).replace(site.url(""), "") for problem in problems]


def sitemap(*urls: str, kind: str = "urlset") -> Answer:
    entry = "url" if kind == "urlset" else "sitemap"
    entries = "".join(f"<{entry}><loc>{url}</loc></{entry}>" for url in urls)
    text = f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{kind}>'
    return page(text, Content_Type="application/xml")


def test_the_questions_of_a_page_are_new_articles(site: Site, tmp_path: Path) -> None:
    site.answers["/help/faq.html"] = page(FAQ)
    (change,), problems = crawled(site, "/help/faq.html", tmp_path)
    assert problems == []
    assert [article.id for article in change.added] == ["faq.how-long-is-the-warranty", "faq.保修多久"]
    assert change.added[1].passages["zh"].answer == f"两年，[条款]({site.url('/terms')})。"


def test_an_unchanged_page_gives_nothing(site: Site, tmp_path: Path) -> None:
    site.answers["/faq"] = page(FAQ + "<p>token 1</p>")
    assert len(crawled(site, "/faq", tmp_path)[0]) == 1
    site.answers["/faq"] = page(f"<header>12:01</header>{FAQ}")
    assert crawled(site, "/faq", tmp_path) == ([], [])


def test_a_page_is_asked_for_only_if_it_changed(site: Site, tmp_path: Path) -> None:
    stamp = "Sat, 21 Nov 2026 10:00:00 GMT"
    site.answers["/faq"] = page(FAQ, ETag='"7"', Last_Modified=stamp)
    crawled(site, "/faq", tmp_path)
    site.answers["/faq"] = page("", 304)
    assert crawled(site, "/faq", tmp_path) == ([], [])
    assert (site.requests[-1][1]["If-None-Match"], site.requests[-1][1]["If-Modified-Since"]) == ('"7"', stamp)


def test_a_changed_page_is_a_difference_until_it_is_accepted(site: Site, tmp_path: Path) -> None:
    site.answers["/faq"] = page(FAQ)
    crawled(site, "/faq", tmp_path)
    site.answers["/faq"] = page(FAQ.replace("Two years", "Three years").replace("<h2>保修多久？</h2>", "<h2>保修期？</h2>"))
    for _ in range(2):
        (change,), _ = crawled(site, "/faq", tmp_path, accept=False)
        assert [article.id for article in change.changed] == ["faq.how-long-is-the-warranty"]
        assert [article.id for article in change.added] == ["faq.保修期"]
        assert [article.id for article in change.removed] == ["faq.保修多久"]
        assert "-Two years." in change.diff().splitlines()
        assert "+Three years." in change.diff().splitlines()
    crawled(site, "/faq", tmp_path)
    assert crawled(site, "/faq", tmp_path) == ([], [])


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_removes_its_articles_once(site: Site, tmp_path: Path, status: int) -> None:
    site.answers["/faq"] = page(FAQ)
    crawled(site, "/faq", tmp_path)
    site.answers["/faq"] = page("", status)
    (change,), problems = crawled(site, "/faq", tmp_path)
    assert (len(change.removed), change.after, problems) == (2, (), [])
    assert crawled(site, "/faq", tmp_path)[1] == [f"/faq: answers with status {status}; check the address"]


def test_a_server_that_fails_removes_nothing(site: Site, tmp_path: Path) -> None:
    site.answers["/faq"] = page(FAQ)
    crawled(site, "/faq", tmp_path)
    site.answers["/faq"] = page("", 503)
    assert crawled(site, "/faq", tmp_path) == ([], ["/faq: answers with status 503; check the address"])


def test_what_is_no_page_is_told(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = page(b"\x89PNG", Content_Type="image/png")
    assert crawled(site, "/a", tmp_path)[1] == ["/a: is image/png, not a web page; download it and import the file"]


def test_a_sitemap_leads_to_its_pages_through_an_index_and_gzip(site: Site, tmp_path: Path) -> None:
    site.answers["/sitemap.xml"] = sitemap(
        site.url("/one.xml.gz"), site.url("/two.xml"), site.url("/sitemap.xml"), kind="sitemapindex"
    )
    inner = f"<urlset><url><loc>{site.url('/a')}</loc></url><url><loc>{site.url('/b')}</loc></url></urlset>"
    site.answers["/one.xml.gz"] = page(gzip.compress(inner.encode()), Content_Type="application/gzip")
    site.answers["/two.xml"] = sitemap(site.url("/b"), "https://elsewhere.example/c")
    site.answers["/a"] = page(FAQ)
    site.answers["/b"] = page("<h1>B?</h1><p>C</p>")
    heard: list[tuple[str, int, int]] = []
    wanted = Crawl(site.url("/sitemap.xml"), allow=["127.0.0.1"], limits=QUICK)
    changes, problems = crawl(wanted, tmp_path, lambda *progress: heard.append(progress))
    assert [change.url for change in changes] == [site.url("/a"), site.url("/b")]
    assert [str(problem) for problem in problems] == [
        "https://elsewhere.example/c: is on another site than its sitemap; import it by its own address"
    ]
    assert heard == [("fetching", 1, 2), ("fetching", 2, 2)]
    assert site.paths.count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><urlset/>', "is unsafe: it defines XML entities or a document type"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><urlset/>', "is unsafe: it defines XML entities or a document type"),
        ("<html/>", "is no sitemap: it begins with neither urlset nor sitemapindex"),
        ("<urlset>", "is not XML; give the address of a sitemap"),
        (gzip.compress(b" " * 2_000_000), "is larger than 0.954 MiB; only smaller ones are read"),
    ],
)
def test_a_sitemap_that_is_none_or_a_bomb_is_told(site: Site, tmp_path: Path, body: str | bytes, problem: str) -> None:
    site.answers["/sitemap.xml"] = page(body)
    changes, problems = crawled(site, "/sitemap.xml", tmp_path, Limits(delay=0, sitemap_bytes=1_000_000))
    assert changes == []
    assert len(problems) == 1
    assert problems[0].startswith(f"/sitemap.xml: {problem}")


def test_a_sitemap_of_too_many_pages_is_cut_and_told(site: Site, tmp_path: Path) -> None:
    site.answers["/sitemap.xml"] = sitemap(*(site.url(f"/{number}") for number in range(1000)))
    _, problems = crawled(site, "/sitemap.xml", tmp_path, Limits(delay=0, pages=3))
    assert "/sitemap.xml: lists more than 3 pages, of which the first were taken; split it" in problems
    assert len([path for path in site.paths if path[1:].isdigit()]) == 3


def test_an_endless_chain_of_sitemaps_is_cut_and_told(site: Site, tmp_path: Path) -> None:
    for number in range(20):
        site.answers[f"/{number}.xml"] = sitemap(site.url(f"/{number + 1}.xml"), kind="sitemapindex")
    _, problems = crawled(site, "/0.xml", tmp_path, Limits(delay=0, sitemaps=5))
    assert problems == ["/4.xml: leads to more than 5 sitemaps; name fewer"]


def test_what_robots_txt_forbids_is_not_fetched(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = page("User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    site.answers["/private/faq"] = page(FAQ)
    assert crawled(site, "/private/faq", tmp_path)[1] == [
        "/private/faq: is forbidden by the site's robots.txt; allow Shopkeeper there"
    ]
    assert site.paths == ["/robots.txt"]


def test_a_site_that_does_not_say_its_rules_is_left_alone(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = page("", 500)
    site.answers["/faq"] = page(FAQ)
    assert "robots.txt cannot be read (status 500)" in crawled(site, "/faq", tmp_path)[1][0]
    assert "/faq" not in site.paths


def test_the_delay_that_a_site_asks_for_is_kept(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = page("User-agent: *\nCrawl-delay: 3600\n", Content_Type="text/plain")
    site.answers["/sitemap.xml"] = sitemap(site.url("/a"), site.url("/b"))
    site.answers["/a"] = site.answers["/b"] = page(FAQ)
    wanted = Crawl(site.url("/sitemap.xml"), allow=["127.0.0.1"], limits=Limits(delay=0, longest_delay=3600))

    async def first_and_no_second_page() -> None:
        results = wanted.results(Memory(tmp_path / MEMORY))
        assert (await anext(results)).url == site.url("/a")  # type: ignore[union-attr]
        with anyio.move_on_after(0.2) as scope:
            await anext(results)
        assert scope.cancelled_caught

    anyio.run(first_and_no_second_page)
    assert [path for path in site.paths if path in ("/a", "/b")] == ["/a"]


@pytest.mark.parametrize(
    ("url", "prefix"),
    [
        ("https://a.b/", ""),
        ("https://a.b/help/faq.html", "faq"),
        ("https://a.b/%E9%80%80%E8%B4%A7/", "退货"),
        ("https://a.b/A%20b", "a-b"),
    ],
)
def test_ids_begin_with_the_page(url: str, prefix: str) -> None:
    assert prefix_of(url) == prefix
