"""How probable it is that the top article is the right one: logistic regression on how the best stands out.

Fitted on questions whose article is known and on sentences that no article answers, so that the probability is calibrated
(Platt 1999) on both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence import BEST, LEARNED, LEXICAL, MEAN, Candidates

PENALTY = 1e-2
ROUNDS = 25
FEWEST = 50  # questions of each kind, right and wrong, to learn from

Signs = NDArray[np.float64]


@dataclass(frozen=True)
class Confidence:
    """A logistic model of `signs`: `weights` (7,) and `offset`."""

    weights: tuple[float, ...]
    offset: float

    def of(self, candidates: Candidates, scores: Signs) -> float:
        """The probability in [0, 1] that the candidate with the highest of the fused `scores` is the right article."""
        return float(1 / (1 + np.exp(-(signs(candidates, scores) @ np.array(self.weights) + self.offset))))

    @classmethod
    def fit(cls, rows: Sequence[Signs], right: Sequence[bool]) -> Self:
        """Learn from the signs of questions, each with whether its top article was right; Newton's method."""
        labels = np.array(right, dtype=np.float64)
        if min(labels.sum(), len(labels) - labels.sum()) < FEWEST:
            return cls(DEFAULT.weights, DEFAULT.offset)
        inputs = np.array(rows)
        centre, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-9
        inputs = np.hstack([(inputs - centre) / spread, np.ones((len(inputs), 1))])
        weights = np.zeros(inputs.shape[1])
        penalty = np.diag([PENALTY] * (len(weights) - 1) + [0.0])
        for _ in range(ROUNDS):
            share = 1 / (1 + np.exp(-inputs @ weights))
            gradient = inputs.T @ (share - labels) / len(labels) + penalty @ weights
            curvature = (inputs * (share * (1 - share))[:, None]).T @ inputs / len(labels) + penalty
            weights = weights - np.linalg.solve(curvature + 1e-9 * np.eye(len(weights)), gradient)
        plain = weights[:-1] / spread
        return cls(tuple(plain.tolist()), float(weights[-1] - plain @ centre))


def signs(candidates: Candidates, scores: Signs) -> Signs:
    """What confidence is read from, shape (7,).

    The fused score of the best and how far it is ahead; its nearest wording, its mean and its lexical score; whether words alone
    and whether prototypes alone would choose it too.
    """
    features = candidates.features
    order = np.argsort(-scores)
    best = order[0]
    ahead = scores[best] - scores[order[1]] if len(order) > 1 else 0.0
    return np.array(
        [
            scores[best],
            ahead,
            features[best, BEST],
            features[best, MEAN],
            features[best, LEXICAL],
            float(features[:, LEXICAL].argmax() == best),
            float(features[:, LEARNED].argmax() == best),
        ]
    )


# Where a base is too small to learn from.
DEFAULT = Confidence((0.1, 0.6, 3.0, 1.0, 2.0, 0.3, 0.3), -5.0)
