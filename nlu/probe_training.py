"""Trains the linear classifiers of features: multinomial logistic regression by L-BFGS, a second or two."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.heads import SENTIMENTS
from nlu.probes import Floats, Probe, Probes
from nlu.sentences import Sentence

_ITERATIONS = 30
_GAIN = 3.0  # features are small numbers; without it the penalty would keep the classifiers from being sure
_PENALTY = 1e-3  # on squared weights
_SMOOTHING = 0.1  # Szegedy et al. 2016, https://arxiv.org/abs/1512.00567


def train(features: Floats, sentences: Sequence[Sentence], intents: Sequence[str]) -> Probes:
    """What tells the intents and sentiments of `sentences` by their `features` (sentences, hidden).

    The same arguments give the same classifiers.
    """
    seen = torch.from_numpy(features) * _GAIN
    meant = torch.tensor([intents.index(sentence.intent) for sentence in sentences])
    felt = torch.tensor([SENTIMENTS.index(sentence.sentiment) for sentence in sentences])
    return Probes(_fitted(seen, meant, len(intents)), _fitted(seen, felt, len(SENTIMENTS)))


def _fitted(seen: Tensor, labels: Tensor, classes: int) -> Probe:
    weights, bias = nn.Parameter(torch.zeros(seen.shape[1], classes)), nn.Parameter(torch.zeros(classes))
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=_ITERATIONS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        found = functional.cross_entropy(seen @ weights + bias, labels, label_smoothing=_SMOOTHING)
        found = found + _PENALTY / 2 * weights.square().sum()
        torch.autograd.backward(found)
        return found

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return Probe((_GAIN * weights).detach().numpy(), bias.detach().numpy())
