"""The command `python -m knowledge_base`."""

import json
from pathlib import Path

import pytest

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


def ids(tmp_path: Path) -> list[str]:
    return [article.id for article in pipeline.store(tmp_path / "data").articles()]


def test_an_import_reports_every_row(tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "import", str(source)) == 0
    assert capsys.readouterr().out == "added      a\nadded      b\n2 added, 0 bad; 2 articles\n"
    put(source, ENTRY, {**ENTRY, "id": "b", "intent": "warranty"}, {**ENTRY, "id": "c"})
    assert run(tmp_path, "import", str(source)) == 0
    assert capsys.readouterr().out.splitlines()[:3] == ["unchanged  a", "changed    b", "added      c"]
    assert ids(tmp_path) == ["a", "b", "c"]


def test_bad_rows_are_reported_good_ones_imported_and_the_exit_code_is_2(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(source, {"id": "x"}, ENTRY)
    assert run(tmp_path, "import", str(source)) == 2
    assert f"bad        {source}: article 1 (x): has no text in any of en, zh" in capsys.readouterr().err
    assert ids(tmp_path) == ["a"]


def test_a_dry_run_reports_and_changes_nothing(tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "import", str(source), "--dry-run") == 0
    assert "added      a" in capsys.readouterr().out
    assert ids(tmp_path) == []


def test_replace_removes_what_the_source_does_not_hold(tmp_path: Path, source: Path) -> None:
    run(tmp_path, "import", str(source))
    put(source, {**ENTRY, "id": "c"})
    assert run(tmp_path, "import", str(source), "--replace") == 0
    assert ids(tmp_path) == ["c"]


def test_replace_removes_nothing_while_a_row_is_bad(tmp_path: Path, source: Path) -> None:
    run(tmp_path, "import", str(source))
    put(source, {**ENTRY, "id": "c"}, {"id": "a"})
    assert run(tmp_path, "import", str(source), "--replace") == 2
    assert ids(tmp_path) == ["a", "b", "c"]


def test_an_export_can_be_imported_elsewhere(tmp_path: Path, source: Path) -> None:
    run(tmp_path, "import", str(source))
    assert run(tmp_path, "export", str(tmp_path / "out.csv")) == 0
    assert main(["import", str(tmp_path / "out.csv"), "--data", str(tmp_path / "other")]) == 0
    assert pipeline.store(tmp_path / "other").version == pipeline.store(tmp_path / "data").version


def test_the_list_has_the_question_in_the_language_asked_for(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "import", str(source))
    capsys.readouterr()
    assert run(tmp_path, "list", "--language", "zh") == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [(row[0], row[3]) for row in rows] == [("a", "何时？"), ("b", "何时？")]


@pytest.mark.parametrize("words", [("import", "nowhere.csv"), ("export", "faq.docx")])
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(
    tmp_path: Path, words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, words[0], str(tmp_path / words[1])) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
