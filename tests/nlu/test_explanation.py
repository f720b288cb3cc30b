"""Why a message was understood as it was: what is said is what served, and the training sentences are those that are nearest."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nlu import manifest, sentences
from nlu.errors import ModelError
from nlu.manifest import Manifest
from nlu.neighbours import Neighbours, Taught, first_of
from nlu.pipeline import FOLDER, NEIGHBOURS, Pipeline
from nlu.sentences import Sentence
from tests.nlu.conftest import TINY

Built = tuple[Manifest, dict[str, bytes]]
ORDER = np.random.default_rng(0)


@pytest.fixture
def folder(tiny_built: Built, tmp_path: Path) -> Path:
    manifest.publish(tmp_path / FOLDER, *tiny_built)
    return tmp_path / FOLDER


@pytest.fixture
def features() -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float32]], list[Sentence]]:
    """Features of ten thousand sentences, more than are compared at once."""
    rows = [Sentence(f"sentence {number}", "en", "greet", "neutral") for number in range(10_000)]
    return ORDER.normal(size=(len(rows), 512)).astype(np.float32), rows


def _without_neighbours(folder: Path, built: Built) -> None:
    made, files = built
    kept = {name: digest for name, digest in made.files.items() if name != NEIGHBOURS}
    manifest.publish(folder, made.model_copy(update={"files": kept}), {name: files[name] for name in kept})


def test_the_nearest_sentences_in_eight_bits_are_the_nearest(
    features: tuple[np.ndarray[tuple[int, int], np.dtype[np.float32]], list[Sentence]],
) -> None:
    rows, taught = features
    kept = Neighbours.from_bytes(Neighbours.of(rows, taught).to_bytes())
    units = first_of(rows) / np.linalg.norm(first_of(rows), axis=1, keepdims=True)
    for place in (0, 4095, 4096, 9999):
        message = units[place] + 0.8 * units[(place + 1) % len(units)]
        first, second, *_ = kept.nearest(np.concatenate([message, rows[0, 256:]]), 3)
        assert (first.text, second.text) == (taught[place].text, taught[(place + 1) % len(units)].text)
        exact = float(units[place] @ message / np.linalg.norm(message))
        assert first.similarity == pytest.approx(exact, abs=0.01)


def test_a_larger_feature_is_no_nearer(
    features: tuple[np.ndarray[tuple[int, int], np.dtype[np.float32]], list[Sentence]],
) -> None:
    rows, taught = features
    grown = rows.copy()
    grown[1] *= 1000
    assert Neighbours.of(grown, taught).nearest(rows[0], 1)[0].text == "sentence 0"


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04", b"\x93NUMPY"])
def test_a_file_of_something_else_is_a_value_error(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - NumPy's own sentence or ours
        Neighbours.from_bytes(content)


@pytest.mark.parametrize("text", ["where is my parcel", "我要退钱", "will it rain tomorrow", "ＲＥＦＵＮＤ this!", "🙂", ""])
def test_an_explanation_is_of_what_is_served(folder: Path, text: str) -> None:
    tiny = Pipeline.load(folder)
    told, served = tiny.explain(text), tiny.understand([text])[0]
    assert told.understanding == served
    chances = {one.intent: one.together for one in told.opinions}
    assert list(chances.values()) == sorted(chances.values(), reverse=True)
    assert told.margin == pytest.approx(told.opinions[0].together - told.opinions[1].together)
    for intent in served.intents:
        assert chances[intent.name] == pytest.approx(intent.confidence)
    assert served.out_of_scope == (served.outside > told.threshold)


def test_the_opinions_add_up_to_what_is_served(folder: Path) -> None:
    told = Pipeline.load(folder).explain("where is my money")
    encoder, ngrams, together = (
        np.log([getattr(one, name) for one in told.opinions]) for name in ("encoder", "ngrams", "together")
    )
    summed = (encoder + told.share * ngrams) / told.temperature
    assert np.diff(summed) == pytest.approx(np.diff(together), abs=1e-3)


def test_a_training_sentence_is_among_its_own_nearest_neighbours(folder: Path) -> None:
    tiny = Pipeline.load(folder)
    for intent, texts in TINY.items():
        for text in texts:
            nearest = tiny.explain(text).neighbours
            (itself,) = (one for one in nearest if one.text == text)
            assert itself.similarity == pytest.approx(1, abs=0.02)
            assert itself.intent == intent


def test_a_word_that_decides_weighs_most(folder: Path) -> None:
    told = Pipeline.load(folder).explain("i want my parcel back now refund")
    assert told.opinions[0].intent == "get_refund"
    weights = {word.word: word.weight for word in told.words}
    assert "parcel" not in weights or weights["parcel"] < max(weights.values())
    assert max(weights.values()) > 0


def test_an_older_model_explains_without_neighbours(folder: Path, tiny_built: Built) -> None:
    _without_neighbours(folder, tiny_built)
    told = Pipeline.load(folder).explain("where is my parcel")
    assert told.neighbours == ()
    assert told.opinions[0].intent == "track_order"


def test_sentences_that_are_damaged_after_the_start_are_refused_and_the_model_serves_on(folder: Path) -> None:
    tiny = Pipeline.load(folder)
    (folder / NEIGHBOURS).write_bytes(b"<html>")
    with pytest.raises(ModelError, match=r"neighbours\.npz is damaged"):
        tiny.explain("where is my parcel")
    assert tiny.understand(["where is my parcel"])[0].intent.name == "track_order"


def test_the_sentences_are_read_when_they_are_first_asked_for(folder: Path) -> None:
    tiny = Pipeline.load(folder)
    first = tiny.explain("where is my parcel")
    shutil.rmtree(folder)
    assert tiny.explain("where is my parcel") == first


def test_the_shops_sentences_fit_into_twelve_megabytes() -> None:
    rows = list(sentences.read("train"))
    kept = Neighbours.of(ORDER.normal(size=(len(rows), 768)).astype(np.float32), rows)
    assert len(kept.to_bytes()) < 12_000_000
    assert kept.sentences[0] == Taught(rows[0].text, rows[0].language, rows[0].intent)


def test_the_command_explains_on_request(folder: Path) -> None:
    command = [sys.executable, "-m", "nlu", "parse", "--explain", "--data", str(folder.parent)]
    done = subprocess.run(command, input='{"text": "我要退钱"}'.encode(), capture_output=True, timeout=120, check=True)
    told = json.loads(done.stdout)
    assert told["intents"][0]["name"] == told["explanation"]["opinions"][0]["intent"] == "get_refund"
    itself = {"text": "我要退钱", "language": "zh", "intent": "get_refund", "similarity": pytest.approx(1, abs=0.02)}
    assert itself in told["explanation"]["neighbours"]
