"""The command `python -m knowledge_base`: files into drafts, and out again."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from configs import plugins
from knowledge_base import pipeline
from knowledge_base.__main__ import main

ENTRY = {"id": "a", "en": {"question": "When?", "answer": "Soon."}, "zh": {"question": "何时？", "answer": "很快。"}}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "faq.json"
    put(file, ENTRY, {**ENTRY, "id": "b"})
    return file


def put(file: Path, *entries: object) -> None:
    file.write_text(json.dumps(entries), encoding="utf-8")


def run(tmp_path: Path, *words: str) -> int:
    return main([*words, "--data", str(tmp_path / "data")])


def drafts(tmp_path: Path) -> list[tuple[str, bool]]:
    """Each draft's id and whether it removes the article."""
    with closing(pipeline.library(tmp_path / "data")) as library:
        return [(draft.article_id, draft.article is None) for draft in library.drafts()]


def live(tmp_path: Path) -> list[str]:
    with closing(pipeline.library(tmp_path / "data")) as library:
        return [article.id for article in library.published()]


def test_an_import_reports_every_row_and_makes_drafts(tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "import", str(source), "--author", "ann") == 0
    assert capsys.readouterr().out.splitlines() == [
        "added      a",
        "added      b",
        "2 added; 0 errors, 2 warnings",
        "2 drafts; `python -m retrieval publish` makes live what was read, "
        f"`python -m knowledge_base discard --imported {source}` gives it up",
    ]
    assert live(tmp_path) == []
    put(source, ENTRY, {**ENTRY, "id": "b", "intent": "warranty"}, {**ENTRY, "id": "c"})
    assert run(tmp_path, "import", str(source)) == 0
    assert capsys.readouterr().out.splitlines()[:3] == ["unchanged  a", "changed    b", "added      c"]
    assert drafts(tmp_path) == [("a", False), ("b", False), ("c", False)]
    with closing(pipeline.library(tmp_path / "data")) as library:
        (first,) = library.history("a")
        assert (first.author, first.note) == ("ann", "imported from faq.json")


def test_an_import_can_be_published_at_once(tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "import", str(source), "--publish", "--note", "the shop opens") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "edition 1 is live: 2 articles"
    assert live(tmp_path) == ["a", "b"]
    assert run(tmp_path, "import", str(source), "--publish") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "there is nothing to publish"


def test_only_what_the_source_held_is_published_with_it(tmp_path: Path, source: Path) -> None:
    run(tmp_path, "import", str(source))
    put(source, {**ENTRY, "id": "c"})
    run(tmp_path, "import", str(source), "--publish")
    assert live(tmp_path) == ["c"]
    assert drafts(tmp_path) == [("a", False), ("b", False)]


def test_bad_rows_are_reported_good_ones_imported_and_the_exit_code_is_2(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(source, {"id": "x"}, ENTRY)
    assert run(tmp_path, "import", str(source)) == 2
    assert f"error      {source}: article 1 (x): has no text in any of en, zh" in capsys.readouterr().err
    assert drafts(tmp_path) == [("a", False)]


def test_a_strict_import_changes_nothing_when_a_row_is_bad(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(source, {"id": "x"}, ENTRY)
    assert run(tmp_path, "import", str(source), "--strict") == 2
    assert capsys.readouterr().out.splitlines() == ["added      a", "1 added; 1 error, 0 warnings", "nothing was changed"]
    assert drafts(tmp_path) == []


def test_what_an_editor_should_look_at_is_told_and_comes_in(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "import", str(source)) == 0
    assert f"warning    {source}: article 2 (b): asks the same in en as article 1 (a); merge the two" in capsys.readouterr().err
    assert len(drafts(tmp_path)) == 2


def test_the_language_of_a_file_that_does_not_say_it_can_be_given(tmp_path: Path) -> None:
    file = tmp_path / "faq.csv"
    file.write_text("question,answer\nWiFi?,OK\n", encoding="utf-8")
    assert run(tmp_path, "import", str(file), "--language", "zh", "--publish") == 0
    (article,) = pipeline.load_articles(tmp_path / "data")
    assert list(article.passages) == ["zh"]


def test_of_many_changes_the_first_are_named_and_the_rest_counted(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = [{"id": f"q{number:03}", "en": {"question": "x" * (number + 1), "answer": "A"}} for number in range(250)]
    put(source, *many)
    run(tmp_path, "import", str(source))
    lines = capsys.readouterr().out.splitlines()
    assert (lines[199], lines[200]) == ("added      q199", "and 50 more")
    assert lines[201].startswith("250 added;")
    put(source, *many[:-1], {**many[-1], "intent": "warranty"})
    run(tmp_path, "import", str(source))
    assert capsys.readouterr().out.splitlines()[0] == "changed    q249"


def test_a_dry_run_reports_and_changes_nothing(tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "import", str(source), "--dry-run") == 0
    assert capsys.readouterr().out.splitlines() == [
        "added      a",
        "added      b",
        "2 added; 0 errors, 2 warnings",
        "nothing was changed",
    ]
    assert not (tmp_path / "data").exists()


def test_replace_removes_what_the_source_does_not_hold(tmp_path: Path, source: Path) -> None:
    run(tmp_path, "import", str(source), "--publish")
    put(source, {**ENTRY, "id": "c"})
    assert run(tmp_path, "import", str(source), "--replace") == 0
    assert drafts(tmp_path) == [("a", True), ("b", True), ("c", False)]
    assert run(tmp_path, "publish") == 0
    assert live(tmp_path) == ["c"]


def test_replace_removes_nothing_while_a_row_is_bad(tmp_path: Path, source: Path) -> None:
    run(tmp_path, "import", str(source), "--publish")
    put(source, {**ENTRY, "id": "c"}, {"id": "a"})
    assert run(tmp_path, "import", str(source), "--replace", "--publish") == 2
    assert live(tmp_path) == ["a", "b", "c"]


def test_an_import_can_be_undone(tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.json"
    put(other, {**ENTRY, "id": "c"})
    run(tmp_path, "import", str(source))
    run(tmp_path, "import", str(other))
    capsys.readouterr()
    assert run(tmp_path, "discard", "--imported", str(source)) == 0
    assert capsys.readouterr().out.splitlines() == ["discarded  a", "discarded  b"]
    assert drafts(tmp_path) == [("c", False)]
    assert run(tmp_path, "discard", "--imported", str(source)) == 2
    run(tmp_path, "import", str(source), "--note", "fees of November")
    assert run(tmp_path, "discard", "--imported", str(source)) == 0
    assert run(tmp_path, "discard", "c") == 0
    assert drafts(tmp_path) == []


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "md"])
def test_an_export_can_be_imported_elsewhere(tmp_path: Path, source: Path, ending: str) -> None:
    run(tmp_path, "import", str(source), "--publish")
    assert run(tmp_path, "export", str(tmp_path / f"out.{ending}")) == 0
    assert main(["import", str(tmp_path / f"out.{ending}"), "--publish", "--data", str(tmp_path / "other")]) == 0
    assert pipeline.load_articles(tmp_path / "other") == pipeline.load_articles(tmp_path / "data")


def test_drafts_are_exported_when_they_are_asked_for(tmp_path: Path, source: Path) -> None:
    run(tmp_path, "import", str(source), "--publish")
    put(source, {**ENTRY, "id": "c"})
    run(tmp_path, "import", str(source))
    for words, expected in (((), ["a", "b"]), (("--drafts",), ["a", "b", "c"])):
        assert run(tmp_path, "export", str(tmp_path / "out.json"), *words) == 0
        assert [entry["id"] for entry in json.loads((tmp_path / "out.json").read_text())] == expected


def test_the_demos_articles_can_be_exported_and_its_folder_be_imported(tmp_path: Path) -> None:
    assert run(tmp_path, "export", str(tmp_path / "demo.json")) == 0
    assert tuple(pipeline.read(tmp_path / "demo.json")) == pipeline.demo_articles()
    assert run(tmp_path, "import", str(pipeline.DEMO / "articles"), "--publish") == 0
    assert len(live(tmp_path)) == len(pipeline.demo_articles())


@pytest.mark.parametrize("words", ["import nowhere.csv", "export faq.docx", "discard", "publish", "rollback 1", "submit a"])
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(
    tmp_path: Path, words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(tmp_path, *words.split()) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_help_names_every_ending_that_is_read_and_written(capsys: pytest.CaptureFixture[str]) -> None:
    for command, family in (("import", "knowledge_base.readers"), ("export", "knowledge_base.writers")):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        out = capsys.readouterr().out
        assert [name for name in plugins.names(family) if f".{name}" not in out] == []


@pytest.mark.parametrize("words", [["--dry-run"], []])
def test_an_import_into_a_demo_shop_says_that_the_demos_articles_will_go(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    run(tmp_path, "import", str(source), *words)
    assert "takes 162 articles of the demo shop out of service; to keep them, import" in capsys.readouterr().err


def test_who_keeps_the_demos_articles_or_has_published_before_is_not_warned(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "import", str(pipeline.DEMO / "articles"))
    run(tmp_path, "import", str(source))
    assert "demo shop" not in capsys.readouterr().err
    assert run(tmp_path, "publish", "a") == 0
    assert "takes 162 articles of the demo shop out of service" in capsys.readouterr().err
    assert run(tmp_path, "publish", "b") == 0
    assert "demo shop" not in capsys.readouterr().err


def test_what_is_wrong_with_the_articles_is_listed_the_gravest_first(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(
        source,
        {
            "id": "a",
            "en": {"question": "What does shipping cost?", "answer": "Five dollars."},
            "valid_until": "2020-01-01T00:00:00Z",
        },
        {"id": "b", "en": {"question": "What does shipping cost?", "answer": "Nine dollars."}},
        {"id": "c", "zh": {"question": "几天能到？", "answer": "三天。"}},
        {"id": "d", "zh": {"question": "几天能到？", "answer": "三天。"}},
    )
    run(tmp_path, "import", str(source))
    capsys.readouterr()
    assert run(tmp_path, "health") == 1
    lines = [tuple(line.split("\t")[:3]) for line in capsys.readouterr().out.splitlines()]
    assert lines[:2] == [("high", "a", "expired"), ("high", "b", "contradiction")]
    assert ("low", "d", "duplicate") in lines
    assert run(tmp_path, "health", "--severity", "high", "--json") == 1
    assert [one["article_id"] for one in json.loads(capsys.readouterr().out)] == ["a", "b"]
    put(source, ENTRY)
    run(tmp_path, "import", str(source), "--replace")
    capsys.readouterr()
    assert (run(tmp_path, "health"), capsys.readouterr().out) == (0, "")
