"""Encoders of every kind that may be configured, from a folder to the graph that serves."""

from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import AutoConfig, AutoModel, PreTrainedTokenizerFast

from nlu.batches import padded
from nlu.encoder import Encoder as Served
from nlu.encoders import load_encoder
from nlu.export import graph
from nlu.network import Network
from nlu.passes import tokens

TEXTS = ["where is my parcel", "my parcel", "is my parcel where my parcel is"]


@pytest.fixture(params=["bert", "roberta", "xlm-roberta"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An encoder with random weights, as a model hub would have it; its padding is not token 0."""
    vocabulary = {word: number for number, word in enumerate(["<s>", "<pad>", "</s>", "<unk>", "where", "is", "my", "parcel"])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("</s>", 2), ("<s>", 0))
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>").save_pretrained(tmp_path)
    torch.manual_seed(0)
    size = {"vocab_size": 8, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}
    config = AutoConfig.for_model(request.param, **size, max_position_embeddings=80, pad_token_id=1, type_vocab_size=2)
    AutoModel.from_config(config).save_pretrained(tmp_path)
    return tmp_path


def test_an_encoder_out_of_a_folder_is_served_as_it_was_trained(folder: Path) -> None:
    encoder = load_encoder(str(folder))
    network = Network(encoder.model, 3, 3).eval()
    served = Served(graph(encoder.model).SerializeToString(), encoder.tokenizer.to_str().encode(), network.padding)
    ids, mask = padded(tokens(encoder, TEXTS), network.padding)
    with torch.no_grad():
        found, features, *_ = network(ids, mask)
    encoded = served.run(TEXTS)
    np.testing.assert_allclose(encoded.vectors, found, atol=1e-5)
    np.testing.assert_allclose(encoded.features, features, atol=1e-4)
