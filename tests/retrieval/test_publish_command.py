"""`python -m retrieval publish` on the demo shop with its trained model."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge_base import pipeline
from knowledge_base.articles import Passage
from knowledge_base.library import Library
from retrieval.__main__ import main
from retrieval.testing.cases import FILE
from retrieval.testing.files import LAST, read

TESTS = "question,article\nhow much is delivery?,delivery-cost\n运费多少钱,delivery-cost\n谁写了红楼梦,\n"


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """The demo shop with its articles published, two tests, an edit that harms them and one that does not."""
    for name in ("model", "index"):
        (tmp_path / name).symlink_to(prepared / name)
    articles = {article.id: article for article in pipeline.demo_articles()}
    nothing = {"en": Passage("Any news?", "No."), "zh": Passage("有新闻吗？", "没有。")}
    with closing(pipeline.library(tmp_path)) as library:
        library.found(articles.values(), "ann")
        library.save(replace(articles["delivery-cost"], passages=nothing), "ben")
        library.save(replace(articles["delivery-time"], owner="ben"), "ben")
    (tmp_path / FILE).write_text(TESTS, encoding="utf-8")
    return tmp_path


def publish(data: Path, words: Sequence[str]) -> tuple[int, int, list[str]]:
    """The exit code, the edition that is live, and the drafts that wait."""
    code = main(["publish", *words, "--data", str(data)])
    with closing(pipeline.library(data)) as library:
        return code, _number(library), [draft.article_id for draft in library.drafts()]


def _number(library: Library) -> int:
    edition = library.edition()
    return edition.number if edition else 0


def test_a_closed_gate_publishes_nothing_and_names_the_questions(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = ["delivery-cost", "delivery-time"]
    assert publish(data, []) == (1, 1, both)
    out = capsys.readouterr().out
    assert "2 worse than before:\n  how much is delivery?: was right" in out
    assert "  运费多少钱: was right" in out
    assert "The gate is closed: 2 questions came out worse than before" in out
    assert not (data / LAST).exists()
    assert publish(data, ["--dry-run"]) == (1, 1, both)


def test_drafts_that_harm_nothing_go_live_by_name(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(data, ["delivery-time", "--note", "an owner"]) == (0, 2, ["delivery-cost"])
    assert "edition 2 is live: 162 articles" in capsys.readouterr().out
    assert [one.outcome for one in read(data / LAST).results] == ["right"] * 3
    assert publish(data, ["delivery-time"]) == (2, 2, ["delivery-cost"])
    assert "delivery-time: has no draft to publish" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--force"], ["--worse", "2"]])
def test_a_gate_can_be_passed_on_purpose(data: Path, words: list[str]) -> None:
    assert publish(data, words) == (0, 2, [])


def test_without_tests_everything_passes_and_how_to_write_some_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / FILE).unlink()
    assert publish(data, ["--dry-run"])[:2] == (0, 1)
    assert publish(data, []) == (0, 2, [])
    assert f"there are no tests yet; write {data / FILE} with the columns question,language,article" in capsys.readouterr().err


def test_what_is_published_is_searched_before_the_index_is_built_anew(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(data, ["--force"])
    capsys.readouterr()
    assert main(["explain", "Any news?", "--json", "--data", str(data)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["stages"][0]["article_id"], found["says"], found["edition"]) == ("delivery-cost", "answer", 2)
