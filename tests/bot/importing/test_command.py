"""`python -m bot import-rasa` as people call it."""

from pathlib import Path

import pytest

from bot.__main__ import main
from tests.bot.importing.conftest import PROJECT


def test_an_import_lists_what_has_no_place_and_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-rasa", str(PROJECT), "--into", str(tmp_path / "shop")]) == 1
    said = capsys.readouterr().out
    assert f"{PROJECT / 'domain.yml'}:73: utter_find_shop has image" in said
    assert "4 flows" in said
    assert "find_shop (2 en), find_shop (0 zh)" in said
    assert f"serve --config {tmp_path / 'shop' / 'shopkeeper.toml'}" in said
    assert (tmp_path / "shop" / "report.txt").read_text(encoding="utf-8").splitlines() == said.splitlines()[:16]


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-rasa", str(PROJECT), "--into", str(tmp_path / "shop"), "--dry-run"]) == 1
    assert "16 remarks" in capsys.readouterr().out
    assert not (tmp_path / "shop").exists()


def test_a_project_that_has_its_place_as_a_whole_is_0(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "nlu.yml").write_text("nlu:\n- intent: hours\n  examples: |\n    - when do you open\n", encoding="utf-8")
    (project / "rules.yml").write_text("rules:\n- steps:\n  - intent: hours\n  - action: action_hours\n", encoding="utf-8")
    assert main(["import-rasa", str(project), "--into", str(tmp_path / "shop")]) == 0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ([str(PROJECT)], "--into"),
        (["nowhere", "--into", "x"], "is no Rasa project"),
        ([str(PROJECT), "--into", str(PROJECT)], "choose another folder"),
    ],
)
def test_what_cannot_be_imported_is_2_and_says_why(line: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-rasa", *line]) == 2
    assert why in capsys.readouterr().err


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import-rasa", "--help"])
    assert "Exit code" in capsys.readouterr().out
