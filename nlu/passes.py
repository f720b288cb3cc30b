"""Passes of a network over texts, in reduced precision where the processor has it."""

import random
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from nlu.batches import by_length, padded, shuffled
from nlu.encoders import Encoder
from nlu.network import Network
from nlu.noise import rough
from nlu.text import normalized

_PASS = 128  # sentences


def tokens(encoder: Encoder, texts: Sequence[str]) -> list[list[int]]:
    """The token ids of each text."""
    return [encoding.ids for encoding in encoder.tokenizer.encode_batch([normalized(text) for text in texts])]


def epoch(
    encoder: Encoder, texts: Sequence[tuple[str, str]], noise: float, size: int, order: random.Random
) -> Iterator[tuple[list[int], list[list[int]]]]:
    """Yield batches of all `texts`, each with its language: their numbers and, with slips of the finger, their tokens."""
    ids = tokens(encoder, rough(texts, noise, order))
    for rows in shuffled([len(one) for one in ids], size, order):
        yield rows, [ids[row] for row in rows]


def passed(network: Network, sentences: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What the network gives for sentences of tokens, in full precision."""
    device = network.intents.weight.device
    ids, mask = padded(sentences, network.padding)
    with torch.autocast(device.type, torch.bfloat16, enabled=_multiplies_bfloat16(device)):
        found, features, intent_logits, sentiment_logits = network(ids.to(device), mask.to(device))
    return found, features, intent_logits.float(), sentiment_logits.float()


def vectors(network: Network, sentences: Sequence[Sequence[int]]) -> Tensor:
    """The vectors (sentences, hidden) that retrieval knows: those of the encoder before it is fine-tuned."""
    network.eval()
    result = torch.empty(len(sentences), network.encoder.config.hidden_size, device=network.intents.weight.device)
    with torch.no_grad():
        for rows in by_length([len(sentence) for sentence in sentences], _PASS):
            result[rows] = passed(network, [sentences[row] for row in rows])[0]
    return result


def _multiplies_bfloat16(device: torch.device) -> bool:
    # Without the instructions it is emulated, and slower than full precision.
    return device.type == "cuda" or any(torch.cpu.get_capabilities().get(name) for name in ("avx512_bf16", "amx_bf16"))
