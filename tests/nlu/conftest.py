"""Models for the tests of understanding: a tiny one that is made in seconds, and the shop's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from nlu import building
from nlu.encoders import Encoder
from nlu.manifest import Manifest
from nlu.pipeline import FOLDER, Pipeline
from nlu.schedule import Schedule
from nlu.sentences import Sentence

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


def _tiny_encoder() -> Encoder:
    torch.manual_seed(0)
    characters = sorted({character for texts in TINY.values() for text in texts for character in text.replace(" ", "")})
    unknown = "[UNK]"
    words = {word: number for number, word in enumerate(["[PAD]", unknown, "[CLS]", "[SEP]", *characters])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token=unknown))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Split("", "isolated")])
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.enable_truncation(32)
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64, pad_token_id=0
    )
    return Encoder("tiny", BertModel(config, add_pooling_layer=False).eval(), tokenizer)


@pytest.fixture(scope="session")
def tiny_encoder() -> Callable[[], Encoder]:
    """Makes a BERT of two layers that reads single characters, with random weights that are always the same."""
    return _tiny_encoder


@pytest.fixture(scope="session")
def tiny_schedule() -> Schedule:
    """Long and fast enough to learn fifteen sentences by heart."""
    return Schedule(epochs=30, batch=5, encoder_rate=3e-3, head_rate=1e-2, dropout=0.0, smoothing=0.0, noise=0.0)


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
