"""Exports: what is written can be read back unchanged, and cannot harm a spreadsheet."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from knowledge_base import pipeline
from knowledge_base.articles import Article, Passage
from knowledge_base.entries import entry_of, restored
from knowledge_base.errors import KnowledgeError
from knowledge_base.readers.toml import TomlReader
from knowledge_base.rows import harmless
from knowledge_base.rows import restored as original

# What `entries` lets in: no NUL, no lone surrogate, no carriage return, no blank text, no blank at the edges.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1).map(str.strip).filter(bool)
LINE = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
PASSAGE = st.builds(Passage, LINE, TEXT, st.lists(LINE, max_size=3).map(tuple), st.lists(LINE, max_size=2).map(tuple))
PASSAGES = st.dictionaries(st.sampled_from(["en", "zh"]), PASSAGE, min_size=1)
MOMENTS = st.lists(st.datetimes(timezones=st.just(UTC)), min_size=2, max_size=2, unique=True).map(sorted)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ARTICLES = st.builds(
    lambda passages, channels, moments, given, threshold, owner, day: Article(
        "a", "", passages, channels, moments[0] if given[0] else None, moments[1] if given[1] else None, threshold, owner, day
    ),
    PASSAGES,
    st.lists(st.sampled_from(["web", "rest", "微信", "shop.example", "-x"]), max_size=3).map(tuple),
    MOMENTS,
    st.tuples(st.booleans(), st.booleans()),
    st.none() | st.floats(0, 1),
    st.just("") | LINE,
    st.none() | st.dates(),
)


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_the_demo_shop_survives_an_export_and_an_import_unchanged(tmp_path: Path, ending: str) -> None:
    articles = pipeline.demo_articles()
    file = tmp_path / f"faq.{ending}"
    pipeline.write(articles, file)
    assert tuple(pipeline.read(file)) == articles


@pytest.mark.parametrize("ending", ["csv", "json"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(article=ARTICLES)
def test_any_article_survives_an_export_and_an_import_unchanged(tmp_path: Path, ending: str, article: Article) -> None:
    file = tmp_path / f"faq.{ending}"
    pipeline.write([article], file)
    (read,) = pipeline.read(file)
    assert read == article
    assert isinstance(read, Article)
    assert read.version == article.version


@given(article=ARTICLES)
def test_any_article_survives_the_library_unchanged(article: Article) -> None:
    assert restored(json.loads(json.dumps(entry_of(article)))) == article


@given(article=ARTICLES, zone=ZONES)
def test_any_article_survives_toml_with_its_own_dates_and_times(article: Article, zone: timezone) -> None:
    moments = [at for at in (article.valid_from, article.valid_until) if at]
    assume(all(datetime.min + timedelta(days=1) < at.replace(tzinfo=None) < datetime.max - timedelta(days=1) for at in moments))
    (read,) = TomlReader().parse(toml(article, zone).encode(), Path("faq.toml"))
    assert read == article


def toml(article: Article, zone: timezone) -> str:
    """The article as a person would write it, moments in the time of `zone`."""

    def value(of: object) -> str:
        if isinstance(of, datetime):
            return of.astimezone(zone).isoformat()
        if isinstance(of, date):
            return of.isoformat()
        # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
        return json.dumps(of, ensure_ascii=False).replace("\x7f", "\\u007f")

    entry = entry_of(article)
    terms = {name: getattr(article, name) for name in article.terms}
    lines = ["[[article]]", 'id = "a"', *(f"{name} = {value(one)}" for name, one in terms.items())]
    for language in article.passages:
        lines += [f"[article.{language}]", *(f"{name} = {value(one)}" for name, one in entry[language].items())]
    return "\n".join(lines)


@given(st.text())
def test_a_harmless_cell_can_be_restored_and_starts_no_formula(cell: str) -> None:
    assert original(harmless(cell)) == cell
    assert not harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_formulas_are_written_as_text(tmp_path: Path, make_article: Callable[[str], Article]) -> None:
    pipeline.write([make_article("a")], tmp_path / "faq.csv")
    with (tmp_path / "faq.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["en.variants"] == "'=how long\n+1, +2"
    assert row["en.held_back"] == "'@held"
    assert row["owner"] == "'=Ann, 客服"
    assert (row["channels"], row["threshold"]) == ("web\n微信", "0.75")
    assert (row["valid_from"], row["review_by"]) == ("2026-10-31T16:00:00+00:00", "2026-12-01")


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"its ending must be one of \.csv, \.json"):
        pipeline.write([], tmp_path / "faq.xlsx")


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be written: No such file or directory"):
        pipeline.write([], tmp_path / "nowhere" / "faq.json")
