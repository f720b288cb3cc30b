"""Trains the linear model on words and their pieces: multinomial logistic regression by Adam, some ten seconds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.ngrams import Floats, NGrams, Rows, counted, weighed
from nlu.sentences import Sentence
from nlu.text import normalized

_BATCH = 256
_MANY = 2000  # sentences a class


@dataclass(frozen=True)
class _Plan:
    size: int  # rows
    longest: int  # run of words
    epochs: int
    rate: float
    balance: float  # 1 gives every class the same say, however rare, and 0 every sentence


# A high rate gives rare words a say in few steps; regularised, the model adds nothing to the encoder, nor do more rows.
_FEW = _Plan(size=1 << 16, longest=2, epochs=8, rate=0.1, balance=0.0)
# Thousands of sentences would be learnt by heart so, and have more words than few rows tell apart.
_PLENTY = _Plan(size=1 << 20, longest=3, epochs=3, rate=0.02, balance=0.5)


def train(sentences: Sequence[Sentence], classes: Sequence[str], seed: int) -> NGrams:
    """A model of the intents of `sentences`, in the order of `classes`; the same arguments give the same model."""
    plan = _PLENTY if len(sentences) >= _MANY * len(classes) else _FEW
    counts = [counted(normalized(sentence.text), plan.size, plan.longest) for sentence in sentences]
    rarity = _rarity(counts, plan.size)
    texts = [weighed(one, rarity) for one in counts]
    labels = torch.tensor([classes.index(sentence.intent) for sentence in sentences])
    say = _say(labels, len(classes), plan.balance)
    generator = torch.Generator().manual_seed(seed)
    bag = nn.EmbeddingBag(plan.size, len(classes), mode="sum")
    nn.init.zeros_(bag.weight)
    bias = nn.Parameter(torch.zeros(len(classes)))
    optimizer = torch.optim.Adam([bag.weight, bias], lr=plan.rate, fused=True)
    for _ in range(plan.epochs):
        order = torch.randperm(len(texts), generator=generator)
        for chosen in order.split(_BATCH):  # type: ignore[no-untyped-call]
            rows, starts, weights = _joined([texts[place] for place in chosen.tolist()])
            loss = functional.cross_entropy(bag(rows, starts, per_sample_weights=weights) + bias, labels[chosen], say)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return NGrams(rarity, bag.weight.detach().numpy(), bias.detach().numpy(), plan.longest)


def _say(labels: Tensor, classes: int, balance: float) -> Tensor:
    """The weight of a sentence of each class, shape (classes,)."""
    counts = torch.bincount(labels, minlength=classes).clamp(min=1)
    return (len(labels) / (classes * counts)) ** balance


def _rarity(counts: Sequence[Counter[int]], size: int) -> Floats:
    """Inverse document frequency of each row, shape (size,)."""
    found = np.zeros(size, dtype=np.float32)
    for one in counts:
        found[list(one)] += 1
    return (np.log((1 + len(counts)) / (1 + found)) + 1).astype(np.float32)


def _joined(texts: Sequence[tuple[Rows, Floats]]) -> tuple[Tensor, Tensor, Tensor]:
    """Rows and weights of several texts one after another, and where each begins."""
    starts = np.cumsum([0, *(len(rows) for rows, _ in texts[:-1])])
    rows, weights = (np.concatenate(parts) for parts in zip(*texts, strict=True))
    return torch.from_numpy(rows), torch.from_numpy(starts), torch.from_numpy(weights)
