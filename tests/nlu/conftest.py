"""Models for the tests of understanding: a tiny one that is made in seconds, and the shop's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nlu import building
from nlu.encoders import Encoder
from nlu.manifest import Manifest
from nlu.pipeline import FOLDER, Pipeline
from nlu.schedule import Schedule
from nlu.sentences import Sentence
from tests import tiny

TINY = {
    "track_order": ["where is my parcel", "has my box left", "when does it come", "我的快递到哪了", "包裹在哪里"],
    "get_refund": ["i want my money back", "pay me back now", "refund this please", "我要退钱", "把钱退给我"],
    "out_of_scope": ["will it rain tomorrow", "tell me a joke", "who won the cup", "明天下雨吗", "讲个笑话"],
}


@pytest.fixture(scope="session")
def tiny_sentences() -> list[Sentence]:
    """Fifteen sentences of three intents in two languages; nobody is pleased with a refund."""
    return [
        Sentence(
            text, "zh" if "\u4e00" <= text[0] <= "\u9fff" else "en", intent, "negative" if intent == "get_refund" else "neutral"
        )
        for intent, texts in TINY.items()
        for text in texts
    ]


@pytest.fixture(scope="session")
def tiny_encoder() -> Callable[[], Encoder]:
    """Makes a BERT of two layers that reads single characters, with random weights that are always the same."""
    return lambda: tiny.encoder(text for texts in TINY.values() for text in texts)


@pytest.fixture(scope="session")
def tiny_schedule() -> Schedule:
    """Long and fast enough to learn fifteen sentences by heart."""
    return tiny.BY_HEART


@pytest.fixture(scope="session")
def tiny_built(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> tuple[Manifest, dict[str, bytes]]:
    """A tiny model that is measured on what it has learnt, before it is written."""
    return building.build(
        tiny_encoder(), tiny_sentences, tiny_sentences, list(TINY), tiny_schedule, lambda name, done, total: None
    )


@pytest.fixture(scope="session")
def shop_data(prepared: Path) -> Path:
    """The folder that holds the shop's model."""
    return prepared


@pytest.fixture(scope="session")
def shop_model(shop_data: Path) -> Pipeline:
    """The shop's model, served."""
    return Pipeline.load(shop_data / FOLDER)
