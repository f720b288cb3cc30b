"""`[bot] autopilot`: off by default, a number or a table, and refused where it could never hold."""

from pathlib import Path

import pytest

from bot.bootstrap import check_autopilot
from configs.errors import ConfigurationError
from configs.settings import AutopilotSettings, load


def written(folder: Path, autopilot: str) -> AutopilotSettings:
    file = folder / "own.toml"
    file.write_text(f"[bot]\nautopilot = {autopilot}\n", encoding="utf-8")
    return load(file).bot.autopilot


def test_it_is_off_unless_a_shop_turns_it_on(tmp_path: Path) -> None:
    assert not load().bot.autopilot.on
    assert written(tmp_path, "0.9") == AutopilotSettings(level=0.9)
    assert written(tmp_path, '{ intents = { warranty = { zh = 0.8 } }, below = "ask" }').on


@pytest.mark.parametrize(
    "wrong", ["1.5", "true", '"much"', "{ level = { de = 0.9 } }", '{ below = "guess" }', "{ levels = 0.9 }"]
)
def test_what_is_no_level_is_refused_by_name(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ConfigurationError, match=r"own\.toml: bot\.autopilot"):
        written(tmp_path, wrong)


def test_a_level_for_an_intent_that_there_is_not_is_refused(tmp_path: Path) -> None:
    check_autopilot(AutopilotSettings(intents={"warranty": 0.9}), tmp_path)
    with pytest.raises(ConfigurationError, match="there is no intent 'waranty'"):
        check_autopilot(AutopilotSettings(intents={"waranty": 0.9}), tmp_path)
