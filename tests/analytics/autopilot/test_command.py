"""`python -m analytics autopilot` over a real log, with the card of a model."""

import asyncio
import json
from pathlib import Path

import pytest

from analytics.__main__ import main
from analytics.events import AnswerGiven, FeedbackGiven
from analytics.stores.opening import open_stores
from nlu.card.files import JSON
from nlu.pipeline import FOLDER
from tests.analytics.autopilot.conftest import wrote

SCORES = {
    "en": [("warranty", 1.0, 0.9, 30), ("repair_service", 0.5, 1.0, 10), ("greet", 1.0, 1.0, 9), ("out_of_scope", 1.0, 1.0, 9)],
    "zh": [("warranty", 0.0, 0.0, 5)],
}


def results(language: str) -> dict[str, object]:
    scores = [dict(zip(("name", "precision", "recall", "count"), one, strict=True), f1=0.5) for one in SCORES[language]]
    empty: dict[str, object] = {name: [] for name in ("sentiments", "confusions", "mistakes", "reliability", "thresholds")}
    chances: dict[str, object] = {"inside": [], "outside": []}
    return empty | {"language": language, "count": 40, "figures": {}, "intents": scores, "chances": chances}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a card, and a log in which a Chinese question about the warranty was answered three times."""
    names = ("version", "trained", "encoder", "digest", "data")
    model = dict.fromkeys(names, "m") | {"settings": {}, "threshold": 0.5, "sizes": {}}
    section = {"part": "development", "results": [results(language) for language in SCORES]}
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / JSON).write_text(json.dumps({"schema": 1, "model": model, "sections": [section]}), encoding="utf-8")
    asyncio.run(_talk(f"sqlite:///{tmp_path}/shopkeeper.db"))
    return tmp_path


async def _talk(url: str) -> None:
    stores = open_stores(url)
    answered = AnswerGiven(article_id="guarantee")
    for number, helpful in enumerate((True, True, False)):
        turn = (*wrote("保修多久", language="zh"), answered, FeedbackGiven(message_id="m1", helpful=helpful))
        await stores.log.append(f"c{number}", 0, turn)
    await stores.log.close()


def test_it_tells_where_the_assistant_may_act_alone(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["autopilot", "--data", str(data), "--level", "0.85", "--json"]) == 0
    told = {(one["intent"], one["language"]): one for one in json.loads(capsys.readouterr().out)}
    assert set(told) == {("warranty", "en"), ("warranty", "zh"), ("repair_service", "en")}
    english, chinese = told["warranty", "en"], told["warranty", "zh"]
    assert (english["tests"], english["acts_alone"], english["missing"]) == ({"right": 27, "wrong": 0}, True, 0)
    assert english["bound"] == pytest.approx(0.05 ** (1 / 27))
    assert (chinese["log"], chinese["tests"], chinese["acts_alone"]) == (
        {"right": 2, "wrong": 1},
        {"right": 0, "wrong": 0},
        False,
    )
    assert chinese["missing"] > 0
    assert told["repair_service", "en"]["precision"] == 0.5


def test_it_takes_the_levels_of_the_shop(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        "[bot]\nautopilot = { level = { en = 0.8, zh = 0.2 }, intents = { repair_service = 0.95 } }\n", encoding="utf-8"
    )
    assert main(["autopilot", "--data", str(data), "--config", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["level"], one["acts_alone"]) for one in told] == [(0.95, False), (0.8, True), (0.2, False)]


def test_for_people_it_is_a_table(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert main(["autopilot", "--data", str(data)]) == 0
    table = capsys.readouterr().out
    assert "27 of 27" in table
    assert "suggests" in table


@pytest.mark.parametrize("level", ["0", "1", "much"])
def test_a_level_that_is_none_is_refused(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["autopilot", "--level", level])
    assert "no share between 0 and 1" in capsys.readouterr().err


def test_a_model_without_a_card_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / FOLDER / JSON).unlink()
    assert main(["autopilot", "--data", str(data)]) == 2
    assert "python -m nlu card" in capsys.readouterr().err
