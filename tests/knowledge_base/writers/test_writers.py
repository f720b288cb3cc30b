"""Exports: what is written can be read back unchanged, and cannot harm a spreadsheet."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base import pipeline
from knowledge_base.articles import Article, Passage
from knowledge_base.errors import KnowledgeError
from knowledge_base.rows import harmless, restored

# What `entries` lets in: no NUL, no lone surrogate, no carriage return, no blank text, no blank at the edges.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1).map(str.strip).filter(bool)
LINE = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
PASSAGE = st.builds(Passage, LINE, TEXT, st.lists(LINE, max_size=3).map(tuple), st.lists(LINE, max_size=2).map(tuple))
PASSAGES = st.dictionaries(st.sampled_from(["en", "zh"]), PASSAGE, min_size=1)


@pytest.mark.parametrize("ending", ["csv", "json", "md", "xlsx"])
def test_the_demo_shop_survives_an_export_and_an_import_unchanged(tmp_path: Path, ending: str) -> None:
    articles = pipeline.demo_articles()
    file = tmp_path / f"faq.{ending}"
    pipeline.write(articles, file)
    assert tuple(pipeline.read(file)) == articles


@pytest.mark.parametrize("ending", ["csv", "json", "md", "xlsx"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(passages=PASSAGES)
def test_any_article_survives_an_export_and_an_import_unchanged(
    tmp_path: Path, ending: str, passages: dict[str, Passage]
) -> None:
    article = Article("a", "", passages)
    file = tmp_path / f"faq.{ending}"
    pipeline.write([article], file)
    assert list(pipeline.read(file)) == [article]


@given(st.text())
def test_a_harmless_cell_can_be_restored_and_starts_no_formula(cell: str) -> None:
    assert restored(harmless(cell)) == cell
    assert not harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_formulas_are_written_as_text(tmp_path: Path, make_article: Callable[[str], Article]) -> None:
    pipeline.write([make_article("a")], tmp_path / "faq.csv")
    with (tmp_path / "faq.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["en.variants"] == "'=how long\n+1, +2"
    assert row["en.held_back"] == "'@held"


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"its ending must be one of \.csv, \.json"):
        pipeline.write([], tmp_path / "faq.docx")


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be written: No such file or directory"):
        pipeline.write([], tmp_path / "nowhere" / "faq.json")
