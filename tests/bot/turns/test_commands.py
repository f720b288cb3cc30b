"""`python -m bot explain` and `python -m bot replay`, on a conversation that really took place."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.bot.conversing import talk
from tests.conftest import SHOP, Furnish

TEXTS = (
    "hi there, anyone around?",
    "please cancel order SK1050001",
    "alex.morgan@example.com",
    "affirm",
    "how long does delivery take?",
    "看下订单SK1048213现在送到哪里了",
)
WORDINGS = ("greet", "ask_contact", "confirm_cancel_order", "cancelled", "article", "state_shipped")
STRICT = '[bot]\npolicies = [{ name = "rules" }, { name = "flows" }, { name = "grounded" }, { name = "handover" }]\n'


@pytest.fixture(scope="module")
def data(furnish: Furnish, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a conversation in its log."""
    folder = furnish(tmp_path_factory.mktemp("data"))
    talk(folder, "rest:alex", TEXTS)
    return folder


def test_the_turns_of_a_conversation_are_listed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "rest:alex", "--data", str(data)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" -> ")[2].partition(",")[0] for line in lines] == list(WORDINGS)


def test_every_stage_of_a_turn_is_shown(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "rest:alex", "2", "--data", str(data)]) == 0
    told = capsys.readouterr().out
    headings = ("Message", "Understanding", "Retrieval", "Decisions", "Conversation before", "Conversation after", "Replies")
    assert [told.index(f"\n{heading}\n") for heading in headings] == sorted(told.index(f"\n{one}\n") for one in headings)
    assert "action_check_order(order_id=SK1050001): done" in told
    assert "ask_contact: To make sure that it is yours" in told


def test_a_turn_explains_itself_to_programs(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "rest:alex", "m5", "--json", "--data", str(data)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["retrieval"][0]["article"] == "delivery-time"
    assert told["retrieval"][0]["confidence"] >= told["retrieval"][0]["threshold"] > 0
    assert len(told["retrieval"][0]["candidates"]) > 1
    understanding = told["understanding"]
    assert 0 <= understanding["outside"] <= understanding["threshold"] < 1
    assert understanding["asked_again"] == understanding["model"]
    assert len(understanding["neighbours"]) == 5
    assert (told["steps"][-1]["policy"], told["steps"][-1]["passed"][0]) == ("Grounded", "Risk")
    assert {"recall", "understand", "retrieve", "decide"} <= set(told["milliseconds"])
    assert told["profile"]["language"] == "en"


def test_turns_that_are_decided_alike_are_identical_and_the_shop_stays_as_it_is(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(data / SHOP)) as shop:
        before = list(shop.iterdump())
        assert main(["replay", "--data", str(data)]) == 0
        assert list(shop.iterdump()) == before
    assert "6 turns: identical 6" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("settings", "stage", "turn"),
    [
        ("[retrieval]\nanswer_above = 0.999999\n", "decision", 5),
        (STRICT, "decision", 1),
        ('[nlu]\ncurrency = "EUR"\n', "", 0),
    ],
)
def test_other_settings_show_the_first_stage_that_differs(
    settings: str, stage: str, turn: int, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "other.toml"
    file.write_text(settings, encoding="utf-8")
    assert main(["replay", "rest:alex", "--data", str(data), "--config", str(file)]) == int(bool(stage))
    told = capsys.readouterr().out
    named = [line for line in told.splitlines() if line.startswith("rest:alex, turn")]
    assert [line.rpartition(": ")[2] for line in named] == ([stage] if stage else [])
    assert all(line.startswith(f"rest:alex, turn {turn} ") for line in named)


@pytest.mark.parametrize("command", ["explain", "replay"])
def test_a_conversation_that_is_not_there_is_said(command: str, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "rest:nobody", "--data", str(data)]) == 2
    assert "the log has no conversation 'rest:nobody'" in capsys.readouterr().err
    assert main(["explain", "rest:alex", "9", "--data", str(data)]) == 2
    assert "rest:alex has the turns 1 to 6 and none '9'" in capsys.readouterr().err
