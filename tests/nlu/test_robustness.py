"""What perturbations cost, as it is counted, as it is printed, and that the shop's model bears them."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nlu import sentences
from nlu.__main__ import main
from nlu.perturbations import SUITE
from nlu.pipeline import Pipeline
from nlu.robustness import Effect, Pair, mean_loss, measure
from nlu.sentences import Sentence

SAME_MEANING = {"full width", "Chinese words", "English words", "Traditional", "Taiwan", "Hong Kong"}


def test_figures_count_pairs() -> None:
    right, wrong = "greet", "deny"
    pairs = [(right, right), (right, wrong), (wrong, right), (wrong, wrong), (right, right)]
    effect = Effect("slang", "en", tuple(Pair(right, "hello", "ello", *taken) for taken in pairs))
    assert (effect.clean, effect.perturbed, effect.same) == (0.6, 0.6, 0.6)
    assert effect.loss == 0
    assert [pair.broke for pair in effect.pairs] == [False, True, False, False, False]
    assert mean_loss([effect, Effect("emoji", "en", (Pair(right, "a", "b", right, wrong),))]) == 0.5


def test_a_kind_that_changes_nothing_costs_nothing() -> None:
    effect = Effect("slang", "en", ())
    assert (effect.clean, effect.loss, effect.same) == (1, 0, 1)


def test_only_changed_sentences_are_pairs(shop_model: Pipeline) -> None:
    rows = [Sentence("hello", "en", "greet", "neutral"), Sentence("你好", "zh", "greet", "neutral")]
    found = {(effect.language, effect.kind): len(effect.pairs) for effect in measure(shop_model, rows)}
    assert len(found) == len(SUITE)
    assert found["en", "lower case"] == found["zh", "dropped character"] == 0
    assert found["en", "upper case"] == found["zh", "spaces"] == 1


@pytest.fixture(scope="module")
def effects(shop_model: Pipeline) -> Sequence[Effect]:
    """On every fourth test sentence, so that it takes seconds."""
    return measure(shop_model, sentences.read("test")[::4])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_shops_model_bears_what_customers_write(effects: Sequence[Effect], language: str) -> None:
    assert mean_loss([effect for effect in effects if effect.language == language]) <= 0.03


def test_other_scripts_and_words_of_the_other_language_mean_the_same(effects: Sequence[Effect]) -> None:
    same = {(one.language, one.kind): one.same for one in effects if one.kind in SAME_MEANING}
    assert len(same) == len(SAME_MEANING) + 1
    assert np.mean(list(same.values())) >= 0.95
    assert min(same.values()) >= 0.9


def test_the_command_prints_a_table_and_writes_what_broke(
    shop_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "effects.json"
    some = sentences.read("test")[::100]
    monkeypatch.setattr("nlu.__main__.sentences.read", lambda part: some)
    monkeypatch.setenv("COLUMNS", "120")
    assert main(["evaluate", "--perturbed", "--examples", "1", "--json", str(file), "--data", str(shop_data)]) == 0
    printed = capsys.readouterr().out
    assert "same intent" in printed
    assert "look-alike" in printed
    rows = json.loads(file.read_text(encoding="utf-8"))
    assert [(row["kind"], row["language"]) for row in rows] == [(kind.name, kind.language) for kind in SUITE]
    assert all(row["loss"] == pytest.approx(row["clean"] - row["perturbed"], abs=1e-3) for row in rows)
    assert all(Pair(**pair).broke for row in rows for pair in row["broke"])


def test_a_file_that_cannot_be_written_is_named(shop_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--perturbed", "--json", str(tmp_path / "no" / "file"), "--data", str(shop_data)]) == 2
    assert f"{tmp_path}/no is no folder" in capsys.readouterr().err
