"""`python -m bot test` and `python -m bot journey`, as they are typed."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.__main__ import main
from tests.bot.conversing import talk
from tests.conftest import Furnish

GREETS = 'title = "t"\n[[turns]]\nsay = ["hello, good evening", "good evening, anyone there?"]\nwording = ["greet"]\n'
SAYS_GOODBYE = 'title = "t"\n[[turns]]\nsay = "hello, good evening"\nwording = ["goodbye"]\n'
PERSONAL = ("Alice", "Carter", "alice.carter", "1048213", "1050001", "张伟强", "13912345678", "1050002", "7654321")
ENGLISH = (
    "Hello, my name is Alice Carter and you can write to alice.carter@example.org",
    "where is my order SK1048213?",
    "then cancel order SK 1050001 please",
    "affirm",
    "how long does delivery take?",
    "thanks a lot, great help",
)
CHINESE = (
    "你好，我叫张伟强，电话是13912345678",
    "帮我看看订单SK1048213到哪了",
    "那订单1050002帮我取消掉吧",
    "deny",
    "我的快递到哪了，好像是SK7654321",
    "你们什么破服务，太差了，气死我了！",
    "在吗",
)


@pytest.fixture
def data(furnish: Furnish, tmp_path: Path) -> Path:
    """A data folder of its own."""
    folder = tmp_path / "data"
    folder.mkdir()
    return furnish(folder)


@pytest.fixture
def journeys(tmp_path: Path) -> Path:
    """A journey that goes as it is written, and one that does not."""
    (tmp_path / "greets.en.toml").write_text(GREETS, encoding="utf-8")
    (tmp_path / "leaves.en.toml").write_text(SAYS_GOODBYE, encoding="utf-8")
    return tmp_path


def test_journeys_are_played_and_told(journeys: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = journeys / "report.xml"
    assert main(["test", str(journeys), "--data", str(data), "--junit", str(report)]) == 1
    told = capsys.readouterr().out
    assert [line.partition(" (")[0] for line in told.splitlines() if line.startswith(("ok", "FAILED"))] == [
        "ok     greets.en",
        "ok     greets#2.en",
        "FAILED leaves.en",
    ]
    assert "expected: goodbye" in told
    assert "3 played, 1 failed" in told
    suite = ElementTree.parse(report).getroot()[0]  # noqa: S314 (we have just written it)
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    assert [case.get("name") for case in suite if case.find("failure") is not None] == ["leaves.en"]


def test_what_was_said_is_shown_on_demand(journeys: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(journeys), "--data", str(data), "--only", "greets", "-v"]) == 0
    assert "  > hello, good evening\n  < Hello! I'm" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["test", "{tmp}/nowhere"], "there are no journeys"),
        (["test", "{tmp}", "--only", "pays"], "none of 2 journeys is called 'pays'"),
        (["test", "{tmp}", "--config", "{tmp}/other.settings"], "journeys are played in the demo shop"),
        (["test", "{tmp}", "--only", "greets", "--junit", "{tmp}/no/report.xml"], "the results cannot be written there"),
        (["test", "{tmp}", "--data", "{tmp}"], "there is no demo shop yet; run `python -m bot prepare"),
        (["journey", "rest:alex"], "cannot be used"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], sentence: str, journeys: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = '[bot]\nshop = { name = "demo", database = "postgresql://127.0.0.1/shop" }\n'
    (journeys / "other.settings").write_text(other, encoding="utf-8")
    filled = [one.replace("{tmp}", str(journeys)) for one in arguments]
    assert main([*filled[:2], "--data", str(data), *filled[2:]]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(("name", "texts"), [("rest:alice", ENGLISH), ("rest:张", CHINESE)])
def test_a_conversation_becomes_a_journey_that_passes_and_names_nobody(
    name: str, texts: tuple[str, ...], data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk(data, name, texts, customer=name)
    assert main(["journey", name, "--data", str(data)]) == 0
    told = capsys.readouterr()
    assert not [one for one in PERSONAL if one in told.out]
    assert told.out.count("[[turns]]") == len(texts)
    assert told.out.count("wording =") + told.out.count("silent =") >= len(texts) - 1
    file = tmp_path / "transcript.toml"
    file.write_text(told.out, encoding="utf-8")
    assert main(["test", str(file), "--data", str(data)]) == 0


def test_a_conversation_that_is_not_there_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talk(data, "rest:alex", ["hello there"])
    assert main(["journey", "rest:nobody", "--data", str(data)]) == 2
    assert "the log has no conversation 'rest:nobody'" in capsys.readouterr().err
