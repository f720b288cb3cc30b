"""The pipeline as the service uses it: messages in, understandings and vectors out, and no torch."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nlu import manifest, sentences
from nlu.calibration import calibration_error, fitted_temperature, probabilities
from nlu.entities import Recognizer
from nlu.entities.catalogue import Catalogue
from nlu.evaluation import evaluate, scores
from nlu.heads import Heads
from nlu.manifest import Manifest
from nlu.pipeline import FOLDER, Pipeline, name_of

Built = tuple[Manifest, dict[str, bytes]]


@pytest.fixture
def tiny(tiny_built: Built, tmp_path: Path) -> Pipeline:
    manifest.publish(tmp_path / FOLDER, *tiny_built)
    return Pipeline.load(tmp_path / FOLDER)


def test_a_message_is_understood_in_every_part(tiny: Pipeline, tiny_built: Built) -> None:
    text = "where is my parcel SK1048213"
    found = tiny.understand([text])[0]
    assert (found.text, found.language, found.model) == (text, "en", tiny_built[0].version)
    assert found.values("order_id") == ("SK1048213",)
    assert found.intents == tuple(sorted(found.intents, key=lambda intent: -intent.confidence))
    assert 0 < sum(intent.confidence for intent in found.intents) <= 1 + 1e-6
    assert 0 < found.sentiment.score <= 1
    assert np.linalg.norm(found.vector) == pytest.approx(1, abs=1e-5)


def test_out_of_scope_is_a_verdict_and_never_an_intent(tiny: Pipeline) -> None:
    found = tiny.understand(["tell me a joke"])[0]
    assert found.out_of_scope
    assert name_of(found) == "out_of_scope"
    assert "out_of_scope" not in {intent.name for intent in found.intents}


def test_texts_keep_their_order_and_do_not_change_each_others_answers(tiny: Pipeline) -> None:
    texts = ["我要退钱", "where is my parcel", "tell me a joke", "refund this please " * 20]
    together = tiny.understand(texts)
    assert [one.text for one in together] == texts
    assert [name_of(one) for one in together] == [name_of(tiny.understand([text])[0]) for text in texts]


def test_nothing_to_understand_is_no_pass(tiny: Pipeline) -> None:
    assert tiny.understand([]) == []
    assert tiny.embed([]).shape == (0, 32)


def test_vectors_of_any_number_of_texts_come_in_their_order(tiny: Pipeline) -> None:
    texts = ["where is my parcel" * (number % 7 + 1) for number in range(70)]
    vectors = tiny.embed(texts)
    assert vectors.shape == (70, 32)
    assert (vectors[:7] * vectors[63:]).sum(1).min() > 0.98
    assert (vectors[3] * tiny.understand([texts[3]])[0].vector).sum() > 0.98


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "🙂🙂🙂", "\ud800", "\u200b", "a" * 4000, "退" * 4000, "😀👨‍👩‍👧‍👦" * 500, "'; DROP TABLE", "\u202etxt"],
)
def test_every_text_is_understood_somehow(tiny: Pipeline, text: str) -> None:
    found = tiny.understand([text])[0]
    assert found.text == text
    assert len(found.intents) == 2
    assert np.isfinite(found.vector).all()


def test_the_recognizer_that_is_given_finds_the_entities(tiny_built: Built, tmp_path: Path) -> None:
    manifest.publish(tmp_path / FOLDER, *tiny_built)
    shop = Recognizer(Catalogue({"nova x5": "NOVA-X5"}, {"NOVA-X5": "phones"}))
    assert Pipeline.load(tmp_path / FOLDER, recognizer=shop).understand(["refund my nova x5"])[0].values("product") == (
        "NOVA-X5",
    )


def test_serving_loads_no_torch() -> None:
    heavy = "('torch', 'transformers', 'onnx')"
    code = f"import sys, nlu.pipeline, nlu.batcher; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_language_has_its_own_temperature() -> None:
    heads = Heads(intents=("greet", "thanks", "out_of_scope"), temperature={"en": 1.0, "zh": 10.0})
    logits = np.array([3.0, 0.0, 0.0], dtype=np.float32)
    sure, unsure = heads.ranked(logits, "en")[0], heads.ranked(logits, "zh")[0]
    assert sure.name == unsure.name == "greet"
    assert sure.confidence > 0.9 > 0.5 > unsure.confidence


def test_the_fitted_temperature_makes_confidence_equal_accuracy() -> None:
    order = np.random.default_rng(0)
    labels = order.integers(0, 4, 4000)
    logits = order.normal(size=(4000, 4)).astype(np.float32)
    logits[np.arange(4000), labels] += 1.5
    overconfident = logits * 5
    temperature = fitted_temperature(overconfident, labels)
    before, after = probabilities(overconfident), probabilities(overconfident, temperature)
    right = overconfident.argmax(1) == labels
    assert calibration_error(after.max(1), right) < 0.05 < calibration_error(before.max(1), right)


def test_precision_and_recall_count_each_class_by_itself() -> None:
    greet, thanks = scores(["greet", "greet", "thanks"], ["greet", "thanks", "thanks"])
    assert (greet.precision, greet.recall, greet.count) == (1.0, 0.5, 2)
    assert (thanks.precision, thanks.recall) == (0.5, 1.0)
    assert thanks.f1 == pytest.approx(2 / 3)


def test_the_shops_model_keeps_its_promise_on_the_test_part(shop_model: Pipeline) -> None:
    english, chinese = evaluate(shop_model, sentences.read("test"))
    assert english.accuracy >= 0.93
    assert chinese.accuracy >= 0.90
    assert max(english.calibration, chinese.calibration) <= 0.05
    assert min(english.outside.recall, chinese.outside.recall) > 0.8
    assert min(english.sentiment_f1, chinese.sentiment_f1) > 0.82


def test_the_shops_model_understands_both_languages(shop_model: Pipeline) -> None:
    found = {text: name_of(understood) for text, understood in zip(PLAIN, shop_model.understand(list(PLAIN)), strict=True)}
    assert found == PLAIN


PLAIN = {
    "where is my order": "track_order",
    "please cancel my order": "cancel_order",
    "how long does delivery take": "delivery_period",
    "I want to talk to a human": "contact_human_agent",
    "hello": "greet",
    "thank you": "thanks",
    "我的订单到哪了": "track_order",
    "帮我取消订单": "cancel_order",
    "配送需要多久": "delivery_period",
    "转人工": "contact_human_agent",
    "你好": "greet",
    "谢谢": "thanks",
}
