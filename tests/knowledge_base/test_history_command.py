"""The commands that look at articles and their history, and that change what is live."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from knowledge_base import pipeline
from knowledge_base.__main__ import main
from knowledge_base.articles import Article, Passage
from knowledge_base.library import Library

Said = pytest.CaptureFixture[str]
FEES = Article("fees", "shipping_cost", {"en": Passage("How much?", "$5."), "zh": Passage("多少钱？", "5 美元。")}, owner="林梅")
RETURNS = Article("returns", "", {"en": Passage("Can I return it?", "Within 14 days.")}, review_by=date(2020, 1, 1))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Two articles, published, and a draft of one of them."""
    library = pipeline.library(tmp_path)
    library.found([FEES, RETURNS], "ann", "the shop opens")
    library.save(priced("$6."), "bob", "new fees")
    yield library
    library.close()


def priced(english: str) -> Article:
    return replace(FEES, passages={**FEES.passages, "en": Passage("How much?", english)})


def run(tmp_path: Path, *words: str) -> int:
    return main([*words, "--data", str(tmp_path)])


def said(tmp_path: Path, capsys: Said, *words: str) -> list[list[str]]:
    """The cells of what the command prints, line by line."""
    capsys.readouterr()
    assert run(tmp_path, *words) == 0
    return [line.split("\t") for line in capsys.readouterr().out.splitlines()]


def test_the_list_has_what_an_editor_sees(tmp_path: Path, library: Library, capsys: Said) -> None:
    assert said(tmp_path, capsys, "list") == [
        ["fees", "draft", priced("$6.").version, "林梅", "", "shipping_cost", "How much?"],
        ["returns", "published", RETURNS.version, "", "2020-01-01", "", "Can I return it?"],
    ]
    assert [row[6] for row in said(tmp_path, capsys, "list", "--language", "zh")] == ["多少钱？", "Can I return it?"]


def test_the_list_is_of_the_demos_articles_until_something_is_kept(tmp_path: Path, capsys: Said) -> None:
    rows = said(tmp_path, capsys, "list")
    assert len(rows) == len(pipeline.demo_articles())
    assert {row[1] for row in rows} == {"demo"}


def test_the_list_can_be_of_drafts_with_removals(tmp_path: Path, library: Library, capsys: Said) -> None:
    library.remove("returns", "ann")
    assert [row[:2] for row in said(tmp_path, capsys, "list", "--drafts")] == [["fees", "draft"], ["returns", "draft removal"]]


@pytest.mark.parametrize(("days", "listed"), [(-1, True), (0, True), (1, False)])
def test_an_article_is_stale_from_its_review_date_on(
    tmp_path: Path, library: Library, capsys: Said, days: int, listed: bool
) -> None:
    # The day may end between the import of this module and the command.
    library.save(replace(FEES, review_by=datetime.now(UTC).date() + timedelta(days=2 * days)), "ann")
    names = [row[0] for row in said(tmp_path, capsys, "list", "--stale")]
    assert names == (["fees", "returns"] if listed else ["returns"])


def test_the_list_tells_which_twins_are_missing_or_older(tmp_path: Path, library: Library, capsys: Said) -> None:
    assert [row[:3] for row in said(tmp_path, capsys, "list", "--twins")] == [
        ["fees", "zh", "older"],
        ["returns", "zh", "missing"],
    ]


def test_the_list_of_a_moment_has_what_is_said_then_and_there(tmp_path: Path, library: Library, capsys: Said) -> None:
    start = datetime(2026, 11, 11, tzinfo=UTC)
    library.save(replace(RETURNS, valid_from=start, channels=("web",)), "ann")
    library.publish(["returns"], "ann")

    def listed(*words: str) -> list[str]:
        return [row[0] for row in said(tmp_path, capsys, "list", *words)]

    assert listed("--at", "2026-11-11T07:59:59+08:00") == ["fees"]
    assert listed("--at", "2026-11-11T08:00:00+08:00") == ["fees", "returns"]
    assert listed("--at", "2026-11-11T08:00:00+08:00", "--channel", "rest") == ["fees"]


@pytest.mark.parametrize("moment", ["2026-11-11", "2026-11-11T00:00:00", "soon"])
def test_a_moment_without_a_time_zone_is_refused(tmp_path: Path, moment: str, capsys: Said) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(tmp_path, "list", "--at", moment)
    assert "--at" in capsys.readouterr().err


def test_an_article_is_shown_as_it_is_now_and_as_an_old_reply_had_it(tmp_path: Path, library: Library, capsys: Said) -> None:
    def shown(*words: str) -> str:
        entry = json.loads("".join("\t".join(row) for row in said(tmp_path, capsys, "show", "fees", *words)))
        return str(entry["en"]["answer"])

    assert shown() == "$6."
    assert shown("--version", FEES.version) == "$5."
    assert run(tmp_path, "show", "fees", "--version", "0123456789") == 2
    assert run(tmp_path, "show", "nothing") == 2


def test_the_history_tells_who_and_why(tmp_path: Path, library: Library, capsys: Said) -> None:
    run(tmp_path, "submit", "fees", "--author", "bob", "--note", "please look")
    run(tmp_path, "publish", "fees", "--author", "ann")
    rows = said(tmp_path, capsys, "history", "fees")
    version = priced("$6.").version
    assert [[*row[:3], *row[4:]] for row in rows] == [
        ["1", "withdrawn", FEES.version, "ann", "edition 1", "the shop opens"],
        ["2", "draft", version, "bob", "", "new fees"],
        ["3", "published", version, "bob", "edition 2", "please look"],
    ]
    assert run(tmp_path, "history", "nothing") == 2


def test_the_difference_is_between_what_is_live_and_the_draft_or_any_two_revisions(
    tmp_path: Path, library: Library, capsys: Said
) -> None:
    assert said(tmp_path, capsys, "diff", "fees") == [["en.answer: $[-5-]{+6+}."]]
    library.save(replace(priced("$6."), threshold=0.7), "bob")
    assert said(tmp_path, capsys, "diff", "fees", "2") == [["threshold: {+0.7+}"]]
    assert said(tmp_path, capsys, "diff", "fees", "2", "1") == [["en.answer: $[-6-]{+5+}."]]
    library.discard(["fees"], "bob")
    assert ["id: {+fees+}"] in said(tmp_path, capsys, "diff", "fees")
    assert run(tmp_path, "diff", "fees", "9") == 2


def test_publications_are_listed_and_taken_back(tmp_path: Path, library: Library, capsys: Said) -> None:
    assert said(tmp_path, capsys, "publish", "--note", "fees") == [["edition 2 is live: 2 articles"]]
    assert said(tmp_path, capsys, "withdraw", "returns") == [["edition 3 is live: 1 articles"]]
    assert said(tmp_path, capsys, "rollback", "1") == [["edition 4 is live: 2 articles"]]
    assert library.published() == (FEES, RETURNS)
    rows = said(tmp_path, capsys, "editions")
    assert [(row[0], row[4]) for row in rows] == [
        ("1", "the shop opens"),
        ("2", "fees"),
        ("3", ""),
        ("4", "rollback to edition 1"),
    ]
    assert rows[0][1] == rows[3][1]
    run(tmp_path, "restore", "fees", "2")
    run(tmp_path, "publish", "fees")
    assert library.published() == (priced("$6."), RETURNS)


def test_the_configuration_names_the_database(tmp_path: Path, capsys: Said) -> None:
    config = tmp_path / "shop.toml"
    config.write_text('[knowledge]\ndatabase = "sqlite:///{data}/other.db"\n', encoding="utf-8")
    with closing(pipeline.library(tmp_path, "sqlite:///{data}/other.db")) as other:
        other.found([FEES], "ann")
    assert [row[0] for row in said(tmp_path, capsys, "list", "--config", str(config))] == ["fees"]
    config.write_text('[knowledge]\ndatabase = "oracle://host"\n', encoding="utf-8")
    assert run(tmp_path, "list", "--config", str(config)) == 2
    assert "knowledge.database" in capsys.readouterr().err
