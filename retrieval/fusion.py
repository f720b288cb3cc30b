"""Fusing what speaks for each article into one score: a linear model that ranks the right article first.

The weights maximise the likelihood of the right article among the candidates (ListNet's top-one probability, Cao et al. 2007,
https://doi.org/10.1145/1273496.1273513), found by Newton's method. Articles that have no passage in the customer's language
have weights of their own: words cannot speak for them, so that meaning must count for more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence import ANSWER, FOREIGN, Candidates, Features

PENALTY = 1e-3
CAUTION = 1e-2  # against weights of foreign articles that differ from the others'
ROUNDS = 25
FEWEST = 50  # questions with known articles to learn from

Weights = NDArray[np.float64]

# Where a base has too few wordings to learn from: what suits the demo shop's articles with one wording each.
_OWN = (8.0, 3.0, 3.0, 8.0, 1.0, 0.7)
_FOREIGN = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
DEFAULT: Weights = np.array([*_OWN, *_FOREIGN])
CAREFUL = 4  # the power of the share of answers that are to the point; forum answers say less of their question than a shop's


@dataclass(frozen=True)
class _Questions:
    """`features` (questions, candidates, n), the logits that are `given`, and the `target`: 1 right, 0 another, -1 nothing."""

    features: Features
    given: NDArray[np.float64]
    target: NDArray[np.int64]

    def logits(self, weights: Weights) -> NDArray[np.float64]:
        return self.features @ weights + self.given + np.where(self.target >= 0, 0.0, -np.inf)


def unlearnt(to_the_point: float) -> Weights:
    """DEFAULT for a base of whose articles such a share, in [0, 1], has an answer that is the nearest of all to its question."""
    weights = DEFAULT.copy()
    weights[ANSWER] *= to_the_point**CAREFUL
    return weights


def contributions(features: Features) -> Features:
    """What the weights are multiplied with, shape (n, 13): the evidence, again for foreign articles, and a constant."""
    foreign = features[..., FOREIGN:]
    evidence = features[..., :FOREIGN]
    return np.concatenate([evidence, evidence * foreign, foreign], axis=-1)


def scores(candidates: Candidates, weights: Weights) -> Weights:
    """The fused score of each candidate, shape (n,); comparable within one question and between questions."""
    fused: Weights = contributions(candidates.features) @ weights
    return fused


def fit(candidates: Sequence[Candidates], right: Sequence[int], otherwise: Weights = DEFAULT) -> Weights:
    """The weights, shape (13,), that put the `right` article of each question first; nothing is learnt of foreign articles.

    Questions whose article is not among their candidates teach nothing; fewer than FEWEST others give what is given `otherwise`.
    """
    pairs = _found(candidates, right)
    if len(pairs) < FEWEST:
        return otherwise
    features, target = _padded(pairs)
    own = _maximised(_Questions(features[..., :FOREIGN], np.zeros(target.shape), target), PENALTY)
    return np.concatenate([own, _FOREIGN])


def fit_foreign(weights: Weights, candidates: Sequence[Candidates], right: Sequence[int]) -> Weights:
    """`weights` with what foreign articles differ in, learnt from questions of which some have a foreign `right` article.

    What is known of the other articles stays as it is. `weights` are the answer to fewer than FEWEST questions with foreign ones.
    """
    pairs = _found(candidates, right)
    if sum(bool(one.features[one.articles == gold, FOREIGN].any()) for one, gold in pairs) < FEWEST:
        return weights
    features, target = _padded(pairs)
    count = len(_OWN)
    parts = contributions(features)
    # The first weight of an article without words of this language, the lexical one, has nothing to multiply.
    learnt = _maximised(_Questions(parts[..., count:], parts[..., :count] @ weights[:count], target), CAUTION)
    return np.concatenate([weights[:count], learnt])


def _found(candidates: Sequence[Candidates], right: Sequence[int]) -> list[tuple[Candidates, int]]:
    return [(one, gold) for one, gold in zip(candidates, right, strict=True) if gold in one.articles]


def _maximised(questions: _Questions, penalty: float) -> Weights:
    features, count = questions.features, len(questions.features)
    weights = np.zeros(features.shape[-1])
    for _ in range(ROUNDS):
        share = np.exp(_log_shares(questions, weights))
        centred = features - np.einsum("qc,qcf->qf", share, features)[:, None]
        gradient = penalty * weights - np.einsum("qc,qcf->f", questions.target == 1, centred) / count
        curvature = np.einsum("qc,qcf,qcg->fg", share, centred, centred) / count + penalty * np.eye(len(weights))
        step = np.linalg.solve(curvature, gradient)
        # A whole step may go too far where a question is all but decided.
        while _loss(questions, weights - step, penalty) > _loss(questions, weights, penalty) and np.abs(step).max() > 1e-9:
            step = step / 2
        weights = weights - step
    return weights


def _loss(questions: _Questions, weights: Weights, penalty: float) -> float:
    likely = _log_shares(questions, weights)[questions.target == 1].sum() / len(questions.target)
    return float(penalty / 2 * weights @ weights - likely)


def _log_shares(questions: _Questions, weights: Weights) -> NDArray[np.float64]:
    logits = questions.logits(weights)
    logits = logits - logits.max(axis=1, keepdims=True)
    shares: NDArray[np.float64] = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return shares


def _padded(pairs: Sequence[tuple[Candidates, int]]) -> tuple[Features, NDArray[np.int64]]:
    most, columns = max(len(one.articles) for one, _ in pairs), pairs[0][0].features.shape[1]
    features = np.zeros((len(pairs), most, columns))
    target = np.full((len(pairs), most), -1)
    for row, (one, gold) in enumerate(pairs):
        features[row, : len(one.articles)] = one.features
        target[row, : len(one.articles)] = one.articles == gold
    return features, target
