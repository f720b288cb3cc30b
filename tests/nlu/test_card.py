"""The quality card: its figures are those of the evaluation, and its page needs nothing from anywhere."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from nlu import building, card, evaluation, manifest
from nlu.__main__ import main
from nlu.card import Evidence
from nlu.curves import Curves
from nlu.encoders import Encoder
from nlu.errors import ModelError
from nlu.manifest import Manifest
from nlu.pipeline import Pipeline
from nlu.schedule import Schedule
from nlu.sentences import Sentence

INTENTS = ("track_order", "get_refund", "out_of_scope")
Built = tuple[Manifest, dict[str, bytes]]


@pytest.fixture(scope="module")
def tiny(tiny_built: Built, tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    folder = tmp_path_factory.mktemp("data") / "model"
    manifest.publish(folder, *tiny_built)
    return Pipeline.load(folder)


def _card(tiny_built: Built, tiny: Pipeline, sentences: Sequence[Sentence]) -> dict[str, bytes]:
    made, files = tiny_built
    model = card.described(made, files, tiny, {"training": sentences, "development": sentences})
    return card.files(model, [Evidence.of("development", tiny, sentences)])


def test_a_model_carries_its_card(tiny_built: Built) -> None:
    made, files = tiny_built
    assert {card.HTML, card.JSON} <= set(files) == set(made.files)
    read = card.read(files[card.JSON])
    assert (read.model.version, read.model.encoder, read.model.data) == (made.version, made.encoder, made.data)
    assert read.model.settings == made.settings
    assert read.model.speed is not None
    assert read.model.speed.p50 > 0


def test_its_figures_are_those_of_the_evaluation(tiny_built: Built, tiny: Pipeline, tiny_sentences: list[Sentence]) -> None:
    section = card.read(_card(tiny_built, tiny, tiny_sentences)[card.JSON]).sections[0]
    for report, result in zip(evaluation.evaluate(tiny, tiny_sentences), section.results, strict=True):
        assert result.language == report.language
        for name in ("accuracy", "macro_f1", "sentiment_macro_f1", "calibration_error"):
            assert result.figures[name] == pytest.approx(report.figures()[name])
        assert {one.name: one.recall for one in result.intents} == {one.name: one.recall for one in report.intents}
        known = [one for one in tiny_sentences if one.language == report.language and one.intent != "out_of_scope"]
        assert sum(one.count for one in result.reliability) == len(known)


def test_the_page_names_every_intent_and_no_other_place(tiny_built: Built) -> None:
    page = tiny_built[1][card.HTML].decode()
    assert all(intent in page for intent in INTENTS)
    assert not re.findall(r"(?:src|href)\s*=\s*[\"'](?!#|data:)", page)
    assert not [url for url in re.findall(r"https?://[^\s\"'<]+", page) if not url.startswith("http://www.w3.org/")]


def test_a_sentence_cannot_become_a_part_of_the_page(tiny_built: Built, tiny: Pipeline) -> None:
    hostile = [Sentence("<script>alert(1)</script>\"'><img src=x>", "en", intent, "neutral") for intent in INTENTS]
    page = _card(tiny_built, tiny, hostile)[card.HTML].decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("count", [0, 1])
def test_a_card_of_next_to_nothing_says_so(tiny_built: Built, tiny: Pipeline, tiny_sentences: list[Sentence], count: int) -> None:
    files = _card(tiny_built, tiny, tiny_sentences[:count])
    assert len(card.read(files[card.JSON]).sections[0].results) == count
    assert "NaN" not in files[card.JSON].decode()
    assert b"</html>" in files[card.HTML]


def test_a_card_of_one_class_has_figures(tiny_built: Built, tiny: Pipeline) -> None:
    outside = [Sentence(f"will it rain {number}", "en", "out_of_scope", "neutral") for number in range(5)]
    result = card.read(_card(tiny_built, tiny, outside)[card.JSON]).sections[0].results[0]
    assert result.count == 5
    assert result.reliability == () or sum(one.count for one in result.reliability) == 0


def test_training_leaves_its_curves_on_the_card(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> None:
    curves = Curves()
    _, files = building.build(
        tiny_encoder(), tiny_sentences, tiny_sentences, INTENTS, tiny_schedule, lambda *_: None, curves=curves
    )
    kept = card.read(files[card.JSON]).model.curves
    assert kept == curves.curves()
    assert {curve.name for curve in kept} >= {"loss/intent", "development/accuracy"}


@pytest.mark.parametrize("content", [b"{}", b"<html>", b'{"schema": 0}'])
def test_what_is_no_card_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(ModelError, match=r"card\.json is no quality card"):
        card.read(content)


def test_the_command_writes_the_card_of_the_model_that_is_there(
    shop_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["card", "--data", str(shop_data), "--part", "test", "--output", str(tmp_path / "card")]) == 0
    assert str(tmp_path / "card" / card.HTML) in capsys.readouterr().out.replace("\n", "")
    values = json.loads((tmp_path / "card" / card.JSON).read_text(encoding="utf-8"))
    english, chinese = values["sections"][0]["results"]
    assert english["figures"]["accuracy"] > 0.93
    assert chinese["figures"]["accuracy"] > 0.9
    assert len(english["intents"]) == 52


def test_the_models_own_folder_is_left_alone(shop_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["card", "--data", str(shop_data), "--output", str(shop_data / "model")]) == 2
    assert "name another for the card" in capsys.readouterr().err


def test_a_browser_shows_it_in_both_languages(chromium: Browser, tiny_built: Built, tmp_path: Path) -> None:
    file = tmp_path / card.HTML
    file.write_bytes(tiny_built[1][card.HTML])
    errors: list[str] = []
    page = chromium.new_context(viewport={"width": 400, "height": 800}, offline=True).new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert "Quality card" in page.inner_text("body")
    page.get_by_role("button", name="中文").click()
    assert "Quality card" not in page.inner_text("body")
    page.context.close()
    assert errors == []
