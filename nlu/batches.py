"""Sentences as padded tensors, those of like length together, so that little is computed for padding."""

import random
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

_POOL = 16  # batches that are sorted by length together; more of them would order the whole epoch by length


def padded(sentences: Sequence[Sequence[int]], padding: int = 0) -> tuple[Tensor, Tensor]:
    """Token ids and attention mask, both of shape (sentences, longest)."""
    longest = max(map(len, sentences))
    ids = torch.full((len(sentences), longest), padding, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, sentence in enumerate(sentences):
        ids[row, : len(sentence)] = torch.tensor(sentence)
        mask[row, : len(sentence)] = 1
    return ids, mask


def shuffled(lengths: Sequence[int], size: int, order: random.Random) -> Iterator[list[int]]:
    """One epoch of batches of row numbers, in random order, each of rows of like length."""
    rows = list(range(len(lengths)))
    order.shuffle(rows)
    pools = (sorted(rows[start : start + size * _POOL], key=lengths.__getitem__) for start in range(0, len(rows), size * _POOL))
    batches = [pool[start : start + size] for pool in pools for start in range(0, len(pool), size)]
    order.shuffle(batches)
    yield from batches


def by_length(lengths: Sequence[int], size: int) -> Iterator[list[int]]:
    """Batches of row numbers from the shortest to the longest, for passes without training."""
    rows = sorted(range(len(lengths)), key=lengths.__getitem__)
    return (rows[start : start + size] for start in range(0, len(rows), size))
