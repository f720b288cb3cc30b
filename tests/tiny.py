"""A BERT of two layers that reads single characters, for models that are made in seconds."""

from collections.abc import Iterable

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from nlu.encoders import Encoder
from nlu.schedule import Schedule

BY_HEART = Schedule(epochs=30, batch=5, encoder_rate=3e-3, head_rate=1e-2, dropout=0.0, smoothing=0.0, noise=0.0)
"""Long and fast enough to learn a few dozen sentences by heart."""


def encoder(texts: Iterable[str]) -> Encoder:
    """An encoder that knows the characters of `texts`, with random weights that are always the same."""
    torch.manual_seed(0)
    characters = sorted({character for text in texts for character in text.replace(" ", "")})
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
