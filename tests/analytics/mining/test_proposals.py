"""Proposals for an editor: grouped over languages, supported by conversations, ready to be imported."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from analytics.__main__ import main
from analytics.events import AgentReplied, HandedOff, MessageReceived
from analytics.gaps.metric import Metric
from analytics.mining.dialogues import Turn, read
from analytics.mining.pairs import pairs
from analytics.mining.proposals import evidence, proposals
from analytics.stores.opening import open_stores
from knowledge_base.articles import Article
from knowledge_base.pipeline import read as read_articles
from nlu.pipeline import FOLDER, Pipeline

DIALOGUES = Path(__file__).with_name("dialogues.csv")


@pytest.fixture
def data(tmp_path: Path, prepared: Path, metric: Metric) -> Path:
    (tmp_path / FOLDER).symlink_to(prepared / FOLDER)
    shutil.copy(prepared / "gaps-metric.npz", tmp_path)
    return tmp_path


def test_conversations_that_say_the_same_are_one_article_in_their_languages(
    understander: Pipeline,
    metric: Metric,
) -> None:
    turns = [one for one in read(DIALOGUES) if isinstance(one, Turn)]
    engraving, renting = proposals(pairs(turns), understander, metric)
    assert (engraving.support, renting.support) == (4, 3)
    assert set(engraving.article.passages) == set(renting.article.passages) == {"en", "zh"}
    text = json.dumps(evidence([engraving, renting]), ensure_ascii=False)
    assert not any(private in text for private in ("Anna", "Tom", "王女士", "李先生", "555 0188"))


def test_more_support_can_be_asked_for(understander: Pipeline, metric: Metric) -> None:
    turns = [one for one in read(DIALOGUES) if isinstance(one, Turn)]
    assert len(proposals(pairs(turns), understander, metric, support=4)) == 1
    assert proposals([], understander, metric) == []


def test_the_command_writes_what_can_be_imported_and_what_it_rests_on(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = data / "p.json"
    assert main(["mine", str(DIALOGUES), "--data", str(data), "--out", str(out)]) == 0
    articles = [one for one in read_articles(out) if isinstance(one, Article)]
    assert len(articles) == 2
    told = json.loads((data / "p.evidence.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in told] == [article.id for article in articles]
    assert "0 bad rows, 2 proposals" in capsys.readouterr().out


def test_bad_rows_are_told_with_code_2_and_the_rest_is_mined(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = data / "d.csv"
    file.write_text(DIALOGUES.read_text(encoding="utf-8") + "c9,nobody,hm,2026\n", encoding="utf-8")
    assert main(["mine", str(file), "--data", str(data), "--out", str(data / "p.json")]) == 2
    output = capsys.readouterr()
    assert "line 26: 'nobody' is no speaker" in output.err
    assert "1 bad rows, 2 proposals" in output.out


def test_the_shops_own_log_is_mined_when_no_file_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def write() -> None:
        log = open_stores(f"sqlite:///{data}/shopkeeper.db").log
        for number, text in enumerate(("do you engrave names on phones?", "手机能刻名字吗")):
            asked = MessageReceived(message_id="1", channel="rest", customer="ann", text=text)
            told = AgentReplied(agent="bo", text="Yes, we engrave names on phones for $15 within two working days.")
            await log.append(f"c{number}", 0, (asked, HandedOff(reason="not understood"), told))
        await log.close()

    asyncio.run(write())
    assert main(["mine", "--data", str(data), "--out", str(data / "p.json")]) == 0
    assert "2 conversations, 0 bad rows, 1 proposals" in capsys.readouterr().out


@pytest.mark.parametrize("support", ["0", "-1", "x"])
def test_support_that_is_none_is_refused(support: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["mine", str(DIALOGUES), "--support", support])
    assert "is no number from 1 on" in capsys.readouterr().err
