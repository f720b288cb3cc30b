"""Trains the linear classifiers of features: multinomial logistic regression by L-BFGS, a few seconds."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.heads import SENTIMENTS
from nlu.probes import Floats, Probe, Probes
from nlu.sentences import Sentence

_ITERATIONS = 60
_PRIOR = 30.0  # the strength of the Gaussian prior on weights, in sentences: few sentences are believed less than many
_STRONGEST = 0.1  # penalty on squared weights; a stronger one would let a handful of sentences teach nothing
_SMOOTHING = 0.1  # Szegedy et al. 2016, https://arxiv.org/abs/1512.00567


def train(features: Floats, sentences: Sequence[Sentence], intents: Sequence[str]) -> Probes:
    """What tells the intents and sentiments of `sentences` by their `features` (sentences, width).

    The same arguments give the same classifiers.
    """
    seen = torch.from_numpy(features)
    meant = torch.tensor([intents.index(sentence.intent) for sentence in sentences])
    felt = torch.tensor([SENTIMENTS.index(sentence.sentiment) for sentence in sentences])
    return Probes(_fitted(seen, meant, len(intents)), _fitted(seen, felt, len(SENTIMENTS)))


def _fitted(features: Tensor, labels: Tensor, classes: int) -> Probe:
    mean, spread = features.mean(0), features.std()
    seen = (features - mean) / spread
    weights, bias = nn.Parameter(torch.zeros(seen.shape[1], classes)), nn.Parameter(torch.zeros(classes))
    penalty = min(_PRIOR / len(labels), _STRONGEST)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=_ITERATIONS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        found = functional.cross_entropy(seen @ weights + bias, labels, label_smoothing=_SMOOTHING)
        found = found + penalty / 2 * weights.square().sum()
        torch.autograd.backward(found)
        return found

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    scaled = (weights / spread).detach()
    return Probe(scaled.numpy(), (bias - mean @ scaled).detach().numpy())
