"""Few sentences an intent: another schedule, names that teach, and cross-validation in place of a development part."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from nlu import building, few
from nlu.encoder import Encoder as Served
from nlu.encoders import Encoder
from nlu.heads import Heads
from nlu.pipeline import GRAPH, HEADS, TOKENIZER
from nlu.probes import Floats
from nlu.schedule import FEW, PLENTY, Schedule, split
from nlu.sentences import Sentence

INTENTS = ("track_order", "get_refund", "out_of_scope")


def _sentences(each: int) -> list[Sentence]:
    return [Sentence(f"{intent} {number}", "en", intent, "neutral") for intent in INTENTS for number in range(each)]


@pytest.mark.parametrize(("each", "held_back"), [(5, False), (FEW - 1, False), (FEW, True), (200, True)])
def test_the_amount_of_data_chooses_the_schedule(each: int, held_back: bool) -> None:
    sentences = _sentences(each)
    schedule = Schedule.suited(sentences)
    training, development = split(sentences, schedule)
    assert bool(schedule.development) is held_back
    assert len(training) + len(development) == len(sentences)
    assert held_back or not development


@pytest.mark.parametrize(("each", "tuned"), [(PLENTY - 1, True), (PLENTY, False)])
def test_of_plenty_of_sentences_the_classifiers_learn_alone(each: int, tuned: bool) -> None:
    sentences = [Sentence("well done", "en", intent, "positive") for intent in INTENTS] * each
    assert bool(Schedule.suited(sentences).epochs) is tuned


def test_names_are_sentences_of_their_intents() -> None:
    assert [(one.text, one.intent) for one in few.names(["Get_Refund", "track-order"])] == [
        ("get refund", "Get_Refund"),
        ("track order", "track-order"),
    ]


def test_what_is_cross_validated_was_not_seen(rows: Sequence[Sentence], features: Floats) -> None:
    said = few.outputs(features, rows, INTENTS, 0)
    assert said.meant.shape == said.words.shape == (len(rows), len(INTENTS))
    labels = np.array([INTENTS.index(row.intent) for row in rows])
    assert (said.meant.argmax(1) == labels).mean() > 0.9
    shuffled = np.random.default_rng(0).permutation(labels)
    lied = [Sentence(row.text, "en", INTENTS[label], "neutral") for row, label in zip(rows, shuffled, strict=True)]
    assert (few.outputs(features, lied, INTENTS, 0).meant.argmax(1) == shuffled).mean() < 0.6


@pytest.fixture(scope="module")
def rows() -> list[Sentence]:
    return _sentences(20)


@pytest.fixture(scope="module")
def features(rows: list[Sentence]) -> Floats:
    found = np.random.default_rng(0).normal(scale=0.2, size=(len(rows), 8)).astype(np.float32)
    for place, row in enumerate(rows):
        found[place, INTENTS.index(row.intent)] += 1
    return found


def test_a_model_of_few_sentences_is_tuned_without_a_development_part(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> None:
    made, files = building.build(tiny_encoder(), tiny_sentences, [], INTENTS, tiny_schedule, lambda name, done, total: None)
    heads = Heads.model_validate_json(files[HEADS])
    assert heads.outside.precision == building.PRECISION
    assert made.figures == {}
    assert {one.intent for one in made.golden} <= set(INTENTS)
    assert Served(files[GRAPH], files[TOKENIZER]).run(["get refund"]).features.shape == (1, 64)
