"""The dial's command: a table in the terminal and a page that needs nothing from anywhere."""

import re
from pathlib import Path

import numpy as np
import pytest

from configs import settings
from knowledge_base import pipeline as knowledge
from knowledge_base.articles import Article
from nlu.understanding import Understander
from retrieval import dial, pipeline
from retrieval.__main__ import main
from retrieval.calibration import Points
from retrieval.dial.charts import operating_points
from retrieval.dial.page import page


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, encoder: Understander) -> Path:
    """An installation with the demo shop's index."""
    folder = tmp_path_factory.mktemp("data")
    pipeline.build(knowledge.demo_articles(), encoder, folder / pipeline.FOLDER)
    return folder


def test_the_table_has_a_row_for_each_target_and_language(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dial", "--data", str(data), "--precision", "0.5", "0.999"]) == 0
    out = capsys.readouterr().out
    assert len(re.findall(r"│ (?:en|zh) │", out)) == 4
    assert "324 questions that articles hold back, 81 strangers" in out
    assert "en: 324 questions cannot show a precision of 0.999" in out


def test_the_page_shows_both_languages_and_loads_nothing(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "dial.html"
    assert main(["dial", "--data", str(data), "--plot", str(file)]) == 0
    text = file.read_text(encoding="utf-8")
    drawn = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(drawn) == 4
    assert not any("nan" in one.lower() for one in drawn)
    assert not re.findall(r"(?:src|href)\s*=\s*[\"'](?!#|data:)", text)


def test_the_precision_that_is_set_comes_first(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "own.toml"
    config.write_text("[retrieval]\nprecision = 0.77\n", encoding="utf-8")
    assert main(["dial", "--data", str(data), "--config", str(config)]) == 0
    assert re.findall(r"│ en │ +([\d.]+)", capsys.readouterr().out) == ["0.77", "0.9", "0.95", "0.99"]


def test_the_dial_s_threshold_goes_with_every_answer(data: Path, tmp_path: Path, encoder: Understander) -> None:
    config = tmp_path / "own.toml"
    config.write_text("[retrieval]\nprecision = { zh = 0.6 }\n", encoding="utf-8")
    configured = settings.load(config).retrieval
    searcher = pipeline.load(data / pipeline.FOLDER, encoder, configured)
    _, points = pipeline.points(data / pipeline.FOLDER)
    for language, least in (("en", 0.55), ("zh", dial.turned(points["zh"], 0.6, 0.55).point.threshold)):
        answer = searcher.answer("delivery 送货", encoder.embed(["delivery 送货"])[0], language)
        assert answer is not None
        assert answer.threshold == least


@pytest.mark.parametrize("share", ["0", "1", "95", "high"])
def test_what_is_no_share_is_refused(share: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["dial", "--precision", share])
    assert caught.value.code == 2
    assert "--precision" in capsys.readouterr().err


def test_a_small_base_keeps_its_default_and_says_why(
    tmp_path: Path, articles: tuple[Article, ...], encoder: Understander, capsys: pytest.CaptureFixture[str]
) -> None:
    pipeline.build(articles, encoder, tmp_path / pipeline.FOLDER)
    assert main(["dial", "--data", str(tmp_path), "--precision", "0.95"]) == 0
    out = capsys.readouterr().out
    assert "too few to set a precision by; 50 are needed, so answers are given from 0.55 on" in out


def test_without_an_index_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dial", "--data", str(tmp_path)]) == 2
    assert "run `python -m retrieval build`" in capsys.readouterr().err


def test_a_page_of_next_to_nothing_is_still_a_page() -> None:
    points = {"en": Points((), (), (), "reserved"), "zh": Points((0.9,), (), (0.2,), "reserved")}
    turned = {language: [dial.turned(one, 0.95, 0.55)] for language, one in points.items()}
    assert "</html>" in page(turned, points, "index-1")


def test_a_curve_has_few_points_and_begins_with_the_strictest() -> None:
    sure = np.random.default_rng(1).random(3_000)
    found = operating_points(Points(tuple(sure.tolist()), (), (), "reserved"))
    assert len(found) <= 160
    assert [one.threshold for one in found] == sorted((one.threshold for one in found), reverse=True)
    assert found[-1].coverage == 1
