"""`python -m retrieval explain` and `test` on the demo shop with its trained model."""

import json
import shutil
from pathlib import Path

import pytest

from retrieval.__main__ import main
from retrieval.testing import read
from retrieval.testing.cases import FILE
from retrieval.testing.files import LAST

pytestmark = pytest.mark.usefixtures("prepared")


@pytest.fixture(scope="module")
def data(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation of its own with the shop's model and index."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("model", "index"):
        (folder / name).symlink_to(prepared / name)
    return folder


@pytest.fixture(autouse=True)
def _no_tests_yet(data: Path) -> None:
    shutil.rmtree(data / FILE.parent, ignore_errors=True)


def test_a_question_is_explained_in_a_table_and_as_json(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "运费多少钱", "--data", str(data)]) == 0
    out = capsys.readouterr().out
    assert "delivery-cost" in out
    assert "says the answer" in out
    assert main(["explain", "运费多少钱", "--data", str(data), "--json", "--count", "2"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["language"], found["says"], len(found["stages"])) == ("zh", "answer", 2)


def test_a_question_is_kept_as_a_test_and_asked_again(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for question, expected in (("how much is delivery?", "delivery-cost"), ("谁写了红楼梦", "")):
        assert main(["explain", question, "--data", str(data), "--save-test", "--expect", expected]) == 0
    assert [(one.question, one.language, one.article) for one in read(data / FILE)] == [
        ("how much is delivery?", "en", "delivery-cost"),
        ("谁写了红楼梦", "zh", ""),
    ]
    assert main(["test", "--data", str(data), "--least-hit1", "1", "--least-abstention", "1"]) == 0
    assert (data / LAST).exists()
    assert "1.000" in capsys.readouterr().out


def test_what_nobody_expects_cannot_be_kept(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "hello", "--data", str(data), "--save-test", "--expect", "no-such"]) == 2
    assert "there is no article 'no-such'" in capsys.readouterr().err
    assert not (data / FILE).exists()


def test_a_closed_gate_ends_with_one_and_says_why(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.csv"
    file.write_text("text,expected\nhow much is delivery?,delivery-cost\nhow long is the warranty?,gone\n", encoding="utf-8")
    report, result = tmp_path / "report.xml", tmp_path / "run.json"
    line = ["test", str(file), "--data", str(data), "--junit", str(report), "--json", str(result)]
    assert main(line) == 0
    assert main([*line, "--least-hit1", "0.9"]) == 1
    out = capsys.readouterr().out
    assert "The gate is closed: hit@1 is 0.500, less than 0.9." in out
    assert "There is no article gone, which tests expect." in out
    assert 'failures="2"' in report.read_text(encoding="utf-8")


def test_a_run_is_compared_with_another_one(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, before = tmp_path / "own.csv", tmp_path / "before.json"
    file.write_text("question,article\nhow much is delivery?,delivery-cost\n", encoding="utf-8")
    line = ["test", str(file), "--data", str(data)]
    assert main([*line, "--json", str(before)]) == 0
    config = tmp_path / "shy.toml"
    config.write_text("[retrieval]\nanswer_above = 1.0\n", encoding="utf-8")
    assert main([*line, "--config", str(config), "--against", str(before), "--worse", "0"]) == 1
    assert "1 worse than before:\n  how much is delivery?: was right, expected delivery-cost" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (["test"], "there is no such file; write one with the columns question,language,article"),
        (["test", "no-such.csv"], "no-such.csv: there is no such file"),
        (["explain", " "], "the question is empty"),
        (["explain", "hello", "--count", "0"], "--count is 0"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    data: Path, line: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*line, "--data", str(data)]) == 2
    error = capsys.readouterr().err
    assert problem in error
    assert len(error.splitlines()) == 1


def test_what_is_no_run_is_refused(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, other = tmp_path / "own.csv", tmp_path / "other.json"
    file.write_text("question,article\nq,\n", encoding="utf-8")
    other.write_text("{}", encoding="utf-8")
    assert main(["test", str(file), "--data", str(data), "--against", str(other)]) == 2
    assert "is no run of tests" in capsys.readouterr().err
