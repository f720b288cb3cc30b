"""One learned vector for each article: multinomial logistic regression on the vectors of its wordings in all languages.

A prototype weighs what tells an article from its neighbours; the mean of its wordings keeps what they all share.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.understanding import Vector
from retrieval.indexes import Rows

STEPS = 60
RATE = 1.0
PENALTY = 5e-5
LARGEST = 2_000  # articles; beyond them the time grows out of proportion, and the feature is left at zero


@dataclass(frozen=True)
class Prototypes:
    """`vectors` (articles, dimension) and `offsets` (articles,), the logits of an article being `vectors @ query + offsets`."""

    vectors: Vector
    offsets: Vector

    def scores(self, query: Vector, articles: Rows) -> Vector:
        """The logits of some `articles` for a query of shape (dimension,)."""
        scores: Vector = self.vectors[articles] @ query + self.offsets[articles]
        return scores


def fit(vectors: Vector, articles: Rows, count: int) -> Prototypes:
    """Learn from `vectors` (n, dimension) which of `count` articles each belongs to, `articles` (n,).

    Full-batch Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980) with a rate that falls to zero; deterministic.
    """
    dimension = vectors.shape[1]
    weights = np.zeros((dimension + 1, count), dtype=np.float32)
    if count > LARGEST:
        return Prototypes(weights[:-1].T, weights[-1])
    centre = vectors.mean(axis=0)
    inputs = np.hstack([vectors - centre, np.ones((len(vectors), 1), dtype=np.float32)]).astype(np.float32)
    target = (np.arange(len(inputs)), articles)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        error = _softmax(inputs @ weights)
        error[target] -= 1.0
        gradient = inputs.T @ error / np.float32(len(inputs)) + np.float32(PENALTY) * weights
        first += np.float32(0.1) * (gradient - first)
        second += np.float32(0.01) * (gradient**2 - second)
        rate = RATE * (1 - (step - 1) / STEPS) / (1 - 0.9**step)
        weights -= np.float32(rate) * first / (np.sqrt(second / np.float32(1 - 0.99**step)) + np.float32(1e-8))
    return Prototypes(np.ascontiguousarray(weights[:-1].T), weights[-1] - centre @ weights[:-1])


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    grown = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = grown / grown.sum(axis=1, keepdims=True)
    return shares
