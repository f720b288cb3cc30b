"""Trains the linear model on words and their pieces: multinomial logistic regression by Adam, some ten seconds."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.ngrams import SIZE, Floats, NGrams, Rows, counted, weighed
from nlu.sentences import Sentence
from nlu.text import normalized

_EPOCHS = 8
_BATCH = 256
_RATE = 0.1  # high, so that rare words get a say in few steps; regularised, the model adds nothing to the encoder


def train(sentences: Sequence[Sentence], classes: Sequence[str], seed: int) -> NGrams:
    """A model of the intents of `sentences`, in the order of `classes`; the same arguments give the same model."""
    counts = [counted(normalized(sentence.text)) for sentence in sentences]
    rarity = _rarity(counts)
    texts = [weighed(one, rarity) for one in counts]
    labels = torch.tensor([classes.index(sentence.intent) for sentence in sentences])
    generator = torch.Generator().manual_seed(seed)
    bag = nn.EmbeddingBag(SIZE, len(classes), mode="sum")
    nn.init.zeros_(bag.weight)
    bias = nn.Parameter(torch.zeros(len(classes)))
    optimizer = torch.optim.Adam([bag.weight, bias], lr=_RATE, fused=True)
    for _ in range(_EPOCHS):
        order = torch.randperm(len(texts), generator=generator)
        for chosen in order.split(_BATCH):  # type: ignore[no-untyped-call]
            rows, starts, weights = _joined([texts[place] for place in chosen.tolist()])
            loss = functional.cross_entropy(bag(rows, starts, per_sample_weights=weights) + bias, labels[chosen])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return NGrams(rarity, bag.weight.detach().numpy(), bias.detach().numpy())


def _rarity(counts: Sequence[Counter[int]]) -> Floats:
    """Inverse document frequency of each row, shape (SIZE,)."""
    found = np.zeros(SIZE, dtype=np.float32)
    for one in counts:
        found[list(one)] += 1
    return (np.log((1 + len(counts)) / (1 + found)) + 1).astype(np.float32)


def _joined(texts: Sequence[tuple[Rows, Floats]]) -> tuple[Tensor, Tensor, Tensor]:
    """Rows and weights of several texts one after another, and where each begins."""
    starts = np.cumsum([0, *(len(rows) for rows, _ in texts[:-1])])
    rows, weights = (np.concatenate(parts) for parts in zip(*texts, strict=True))
    return torch.from_numpy(rows), torch.from_numpy(starts), torch.from_numpy(weights)
