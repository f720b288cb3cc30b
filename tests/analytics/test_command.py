"""The command line: `python -m analytics`."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.__main__ import main
from analytics.events import Event
from analytics.stores.opening import open_stores

Heard = Callable[..., tuple[Event, Event]]


@pytest.fixture
def data(tmp_path: Path, heard: Heard) -> Path:
    """An installation's folder whose log has one message of ann's."""

    async def write() -> None:
        log = open_stores(f"sqlite:///{tmp_path}/shopkeeper.db").log
        await log.append("c", 0, heard("[b]我的订单呢[/b]", customer="[ann]", language="zh", entities=[("product", "phones")]))
        await log.close()

    asyncio.run(write())
    return tmp_path


def run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments])


def test_a_profile_is_shown_with_value_source_confidence_event_age_and_end(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert run("run", "--once", "--data", data) == 0
    assert "2 events" in capsys.readouterr().err
    assert run("profile", "[ann]", "--data", data) == 0
    shown = capsys.readouterr().out
    assert "What is known of [ann]" in shown
    (language,) = (line for line in shown.splitlines() if "language" in line)
    assert [cell.strip() for cell in language.split("│")[2:6]] == ["zh", "m1", "1.00", "2"]
    assert "never" in language
    (intents,) = (line for line in shown.splitlines() if "recent_intents" in line)
    assert "in 29 d" in intents


def test_a_profile_is_written_as_json_for_programs(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("run", "--once", "--data", data)
    capsys.readouterr()
    assert run("profile", "[ann]", "--json", "--data", data) == 0
    profile = json.loads(capsys.readouterr().out)
    assert profile["customer"] == "[ann]"
    assert profile["attributes"]["interests"]["value"] == ["phones"]
    assert profile["attributes"]["suggestion"]["value"]["sku"].startswith("NOVA")
    assert set(profile["attributes"]["language"]) == {"value", "event", "source", "confidence", "at", "expires"}


def test_a_rebuild_gives_the_same_profile(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profiles = []
    for option in ("--once", "--rebuild", "--rebuild"):
        assert run("run", "--once", option, "--data", data) == 0
        capsys.readouterr()
        run("profile", "[ann]", "--json", "--data", data)
        profiles.append(capsys.readouterr().out)
    assert len(set(profiles)) == 1


def test_an_unknown_customer_is_bad_input(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("profile", "bob", "--data", data) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == (
        "python -m analytics: nothing is known of customer 'bob': check the id, or wait until the log has been followed\n"
    )


def test_run_says_that_the_service_has_the_sqlite_file(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    service = open_stores(f"sqlite:///{data}/shopkeeper.db")
    assert run("run", "--once", "--data", data) == 2
    assert "in use by process" in capsys.readouterr().err
    asyncio.run(service.log.close())


def test_profile_works_beside_the_service(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("run", "--once", "--data", data)
    service = open_stores(f"sqlite:///{data}/shopkeeper.db")
    assert run("profile", "[ann]", "--data", data) == 0
    asyncio.run(service.log.close())


def test_an_installation_that_is_not_there_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("profile", "ann", "--data", tmp_path / "nowhere") == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "nowhere").exists()


def test_suggestions_without_the_shops_orders_are_announced_and_nothing_is_made(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("run", "--once", "--data", data) == 0
    assert "suggestions follow from the catalogue alone" in capsys.readouterr().err
    assert not (data / "shop.db").exists()


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["profile", "--help"], ["candidates", "--help"]])
def test_help_helps(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 0
    assert "usage: python -m analytics" in capsys.readouterr().out
