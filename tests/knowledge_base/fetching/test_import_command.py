"""`python -m knowledge_base import` of web addresses, against a real site on loopback."""

from contextlib import closing
from pathlib import Path

import pytest

from knowledge_base import pipeline
from knowledge_base.__main__ import main
from tests.knowledge_base.fetching.conftest import Answer, Site, page
from tests.knowledge_base.fetching.test_crawl import FAQ, sitemap

WARRANTY, TERMS = "faq.how-long-is-the-warranty", "faq.保修多久"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def _help_page(site: Site) -> None:
    site.answers["/faq"] = page(FAQ)


def run(data: Path, command: str, *words: str, delay: float = 0, most: int = 5) -> int:
    config = data.parent / "settings.toml"
    settings = f'[fetching]\nallow = ["127.0.0.1"]\ndelay_seconds = {delay}\nmost_pages = {most}\n'
    config.write_text(settings, encoding="utf-8")
    return main([command, *words, "--data", str(data), "--config", str(config)])


def drafts(data: Path) -> dict[str, bool]:
    """Of each draft whether it keeps the article."""
    with closing(pipeline.library(data)) as library:
        return {draft.article_id: draft.article is not None for draft in library.drafts()}


def test_a_pages_questions_become_drafts_once(site: Site, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "import", site.url("/faq")) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        f"added      {WARRANTY}",
        f"added      {TERMS}",
        "2 added; 0 errors, 0 warnings",
    ]
    assert drafts(data) == {WARRANTY: True, TERMS: True}
    assert run(data, "import", site.url("/faq")) == 0
    assert capsys.readouterr().out.splitlines() == ["no articles; 0 errors, 0 warnings", "there is nothing to publish"]


def test_a_dry_run_shows_the_difference_and_remembers_nothing(site: Site, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(data, "import", site.url("/faq"), "--publish")
    site.answers["/faq"] = page(FAQ.replace("Two years", "Three years"))
    for _ in range(2):
        capsys.readouterr()
        assert run(data, "import", site.url("/faq"), "--dry-run") == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == f"changed    {WARRANTY}"
        assert {"-Two years.", "+Three years."} <= set(lines)
        assert lines[-1] == "nothing was changed"
    assert drafts(data) == {}


def test_what_an_editor_changed_stays_when_the_page_changes_elsewhere(site: Site, data: Path, tmp_path: Path) -> None:
    run(data, "import", site.url("/faq"), "--publish")
    own = tmp_path / "faq.json"
    run(data, "export", str(own))
    own.write_text(own.read_text(encoding="utf-8").replace("两年", "三年"), encoding="utf-8")
    run(data, "import", str(own), "--publish")
    site.answers["/faq"] = page(FAQ.replace("Two years", "Three years"))
    assert run(data, "import", site.url("/faq")) == 0
    assert drafts(data) == {WARRANTY: True}


@pytest.mark.parametrize("gone", [page("", 404), page(FAQ.replace("保修多久", "运费多少"))])
def test_what_is_gone_from_a_page_is_removed(site: Site, data: Path, gone: Answer) -> None:
    run(data, "import", site.url("/faq"), "--publish")
    site.answers["/faq"] = gone
    assert run(data, "import", site.url("/faq")) == 0
    assert drafts(data)[TERMS] is False


def test_a_sitemap_brings_its_pages_up_to_the_limit(site: Site, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.answers["/returns"] = page("<main><h2>Can I return it?</h2><p>Within 30 days.</p></main>")
    site.answers["/sitemap.xml"] = sitemap(site.url("/faq"), site.url("/returns"), site.url("/missing"))
    assert run(data, "import", site.url("/sitemap.xml")) == 2
    assert f"error      {site.url('/missing')}: answers with status 404; check the address" in capsys.readouterr().err
    assert set(drafts(data)) == {WARRANTY, TERMS, "returns.can-i-return-it"}
    run(data, "discard", "--imported", site.url("/sitemap.xml"))
    assert run(data, "import", site.url("/sitemap.xml"), most=1) == 2
    assert "lists more than 1 pages" in capsys.readouterr().err
    assert set(drafts(data)) == {WARRANTY, TERMS}


def test_two_pages_with_the_same_question_are_told(site: Site, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.answers["/old/faq"] = page(FAQ)
    site.answers["/sitemap.xml"] = sitemap(site.url("/faq"), site.url("/old/faq"))
    assert run(data, "import", site.url("/sitemap.xml")) == 2
    place = f"{site.url('/old/faq')}: question 1 ({WARRANTY})"
    assert (
        f"error      {place}: this id is used twice, first in {site.url('/faq')}, question 1; change one"
        in capsys.readouterr().err
    )
    site.answers["/old/faq"] = page("", 410)
    run(data, "import", site.url("/sitemap.xml"))
    assert drafts(data) == {WARRANTY: True, TERMS: True}


def test_discarding_an_import_lets_the_page_count_as_new(site: Site, data: Path) -> None:
    run(data, "import", site.url("/faq"))
    assert run(data, "discard", "--imported", site.url("/faq")) == 0
    assert drafts(data) == {}
    assert run(data, "import", site.url("/faq")) == 0
    assert set(drafts(data)) == {WARRANTY, TERMS}


def test_a_strict_import_of_a_bad_page_remembers_nothing(site: Site, data: Path) -> None:
    site.answers["/faq"] = page(FAQ.replace("<p>Two years.</p>", ""))
    site.answers["/sitemap.xml"] = sitemap(site.url("/faq"), site.url("/missing"))
    assert run(data, "import", site.url("/sitemap.xml"), "--strict") == 2
    assert drafts(data) == {}
    assert not (data / "knowledge" / "pages.json").exists()


def test_only_the_hosts_that_are_allowed_are_asked(site: Site, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", site.url("/faq"), "--data", str(data)]) == 2
    assert "name the host in fetching.allow" in capsys.readouterr().err
    assert site.requests == []


def test_replacing_is_for_files(site: Site, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "import", site.url("/faq"), "--replace") == 2
    assert f"knowledge_base: {site.url('/faq')}: --replace is for files" in capsys.readouterr().err
