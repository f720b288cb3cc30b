"""Fusing what speaks for each article into one score: a linear model that ranks the right article first.

The weights maximise the likelihood of the right article among the candidates (ListNet's top-one probability, Cao et al. 2007,
https://doi.org/10.1145/1273496.1273513), found by Newton's method.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence import FEATURES, Candidates, Features

PENALTY = 1e-3
ROUNDS = 25

Weights = NDArray[np.float64]

# Where a base is too small to learn from: what the demo shop's articles taught.
DEFAULT: Weights = np.array([3.0, 2.0, 6.0, 8.0, 2.0, 0.7])
FEWEST = 50  # questions with known articles to learn from


def scores(candidates: Candidates, weights: Weights) -> Weights:
    """The fused score of each candidate, shape (n,); comparable within one question and between questions."""
    fused: Weights = candidates.features @ weights
    return fused


def fit(candidates: Sequence[Candidates], right: Sequence[int]) -> Weights:
    """The weights, shape (features,), that put the `right` article of each question first.

    Questions whose article is not among their candidates teach nothing; DEFAULT is the answer to fewer than FEWEST others.
    """
    pairs = [(one, gold) for one, gold in zip(candidates, right, strict=True) if gold in one.articles]
    if len(pairs) < FEWEST:
        return DEFAULT
    features, target = _padded(pairs)
    weights = np.zeros(len(FEATURES))
    for _ in range(ROUNDS):
        logits = features @ weights + np.where(target >= 0, 0.0, -np.inf)
        share = np.exp(logits - logits.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        centred = features - np.einsum("qc,qcf->qf", share, features)[:, None]
        gradient = PENALTY * weights - np.einsum("qc,qcf->f", target == 1, centred) / len(pairs)
        curvature = np.einsum("qc,qcf,qcg->fg", share, centred, centred) / len(pairs) + PENALTY * np.eye(len(FEATURES))
        weights = weights - np.linalg.solve(curvature, gradient)
    return weights


def _padded(pairs: Sequence[tuple[Candidates, int]]) -> tuple[Features, NDArray[np.int64]]:
    # Target: 1 the right article, 0 another one, -1 no candidate.
    most = max(len(one.articles) for one, _ in pairs)
    features = np.zeros((len(pairs), most, len(FEATURES)))
    target = np.full((len(pairs), most), -1)
    for row, (one, gold) in enumerate(pairs):
        features[row, : len(one.articles)] = one.features
        target[row, : len(one.articles)] = one.articles == gold
    return features, target
