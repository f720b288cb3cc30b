"""The command line: `python -m analytics gaps`."""

import asyncio
import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.__main__ import main
from analytics.events import AgentReplied, Event, HandedOff
from analytics.gaps import commands
from analytics.gaps.metric import Metric
from analytics.stores.opening import open_stores
from knowledge_base.articles import Article
from knowledge_base.pipeline import demo_articles, read
from nlu.pipeline import FOLDER
from tests.benchmarks.gaps import PLANTED

ANSWER = "Yes, we engrave up to 20 characters for $15; it adds two working days."


@pytest.fixture
def data(
    tmp_path: Path, prepared: Path, metric: Metric, heard: Callable[..., tuple[Event, Event]], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An installation whose customers ask for engraving, which an agent has answered once."""
    (tmp_path / FOLDER).symlink_to(prepared / FOLDER)
    shutil.copy(prepared / "gaps-metric.npz", tmp_path)
    # The vectors of all demo articles would take half a minute on a busy machine.
    monkeypatch.setattr(commands, "load_articles", lambda _data: demo_articles()[:3])
    topics = tomllib.loads(PLANTED.read_text(encoding="utf-8"))

    async def write() -> None:
        log = open_stores(f"sqlite:///{tmp_path}/shopkeeper.db").log
        for language in ("en", "zh"):
            for number, text in enumerate(topics["engraving"][language]):
                lost = (*heard(text, language=language), HandedOff(reason="not understood"))
                told = (AgentReplied(agent="bo", text=ANSWER),) if number == 0 else ()
                await log.append(f"{language}{number}", 0, (*lost, *told))
        await log.close()

    asyncio.run(write())
    return tmp_path


def run(*arguments: str | Path) -> int:
    return main(["gaps", *map(str, arguments)])


def listed(data: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert run("--data", data, "--json") == 0
    gaps: list[dict[str, object]] = json.loads(capsys.readouterr().out)["gaps"]
    return gaps


def test_gaps_are_listed_shown_and_drawn_under_the_same_id(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    gap = listed(data, capsys)[0]
    assert run("--data", data, "--html", data / "gaps.html") == 0
    shown = capsys.readouterr().out
    assert f"│ {gap['id']} " in shown
    assert "刻字" in shown
    assert str(gap["id"]) in (data / "gaps.html").read_text(encoding="utf-8")
    assert run("show", gap["id"], "--data", data) == 0  # type: ignore[arg-type]
    assert ANSWER in capsys.readouterr().out


def test_an_article_is_drafted_that_can_be_imported(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gap = listed(data, capsys)[0]
    out = data / "article.json"
    assert run("draft", str(gap["id"]), "--data", data, "--out", out) == 0
    (article,) = [one for one in read(out) if isinstance(one, Article)]
    assert article.passages["en"].answer == ANSWER
    assert "nobody has answered in zh yet" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [(["show"], "give the ID of a gap"), (["show", "none"], "there is no gap 'none'"), (["list", "x"], "give the ID of a gap")],
)
def test_what_is_asked_for_wrongly_is_refused_in_one_sentence(
    arguments: list[str], problem: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "--data", data) == 2
    assert problem in capsys.readouterr().err


@pytest.mark.parametrize("since", ["0", "0d", "3w", "x", "³d", "99999d"])
def test_a_period_that_is_none_is_refused(since: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^2$"):
        run("--data", tmp_path, "--since", since)
    assert "no number of days" in capsys.readouterr().err
