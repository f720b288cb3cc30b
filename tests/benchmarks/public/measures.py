"""Figures of a model on a test part, from what it understood."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlu.calibration import calibration_error
from nlu.evaluation import scores
from nlu.pipeline import name_of
from nlu.sentences import OUT_OF_SCOPE, Sentence
from nlu.understanding import Understanding

Bools = NDArray[np.bool_]


def figures(test: Sequence[Sentence], understood: Sequence[Understanding]) -> dict[str, float]:
    """By name: accuracy, macro-F1 and calibration in scope; where some are out of scope, how well these are told."""
    expected = [sentence.intent for sentence in test]
    outside = np.array([intent == OUT_OF_SCOPE for intent in expected])
    best = [one.intent.name for one in understood]
    right = np.array([one == other for one, other in zip(expected, best, strict=True)])
    confidence = np.array([one.intent.confidence for one in understood], dtype=np.float32)
    known = [place for place in range(len(test)) if not outside[place]]
    classes = scores([expected[place] for place in known], [best[place] for place in known])
    found = {
        "accuracy": float(right[~outside].mean()),
        "macro-F1": float(np.mean([score.f1 for score in classes])),
        "calibration error": calibration_error(confidence[~outside], right[~outside]),
    }
    return found | _outside(expected, understood, outside) if outside.any() else found


def _outside(expected: Sequence[str], understood: Sequence[Understanding], outside: Bools) -> dict[str, float]:
    named = [name_of(one) for one in understood]
    turned_away = np.array([one.out_of_scope for one in understood])
    chances = np.array([one.outside for one in understood])
    kept = np.array([one == other for one, other in zip(expected, named, strict=True)])[~outside]
    return {
        "AUROC": auroc(chances, outside),
        "OOS recall": float(turned_away[outside].mean()),
        "accuracy at the threshold": float(kept.mean()),
        "MCC": matthews(expected, named),
        "best MCC": _best_matthews(expected, understood, chances),
    }


def auroc(chances: NDArray[np.float64], outside: Bools) -> float:
    """The chance that a message out of scope has a higher score than one in scope."""
    order = np.argsort(chances, kind="stable")
    ranks = np.empty(len(chances))
    ranks[order] = np.arange(1, len(chances) + 1)
    for value in np.unique(chances[np.isin(chances, chances[outside])]):
        same = chances == value
        ranks[same] = ranks[same].mean()
    count = outside.sum()
    return float((ranks[outside].sum() - count * (count + 1) / 2) / (count * (~outside).sum()))


def matthews(expected: Sequence[str], found: Sequence[str]) -> float:
    """Matthews' correlation for several classes: Gorodkin 2004, https://doi.org/10.1016/j.compbiolchem.2004.09.006."""
    names = sorted({*expected, *found})
    wanted, got = (np.array([names.index(one) for one in part]) for part in (expected, found))
    wants, gets = (np.bincount(part, minlength=len(names)).astype(float) for part in (wanted, got))
    total = len(expected)
    covariance = (wanted == got).sum() * total - wants @ gets
    spread = np.sqrt(total**2 - gets @ gets) * np.sqrt(total**2 - wants @ wants)
    return float(covariance / spread) if spread else 0.0


def _best_matthews(expected: Sequence[str], understood: Sequence[Understanding], chances: NDArray[np.float64]) -> float:
    """At the threshold that is best for the test part, as the results published for HINT3 have theirs."""
    best = np.array([one.intent.name for one in understood], dtype=object)
    lines = np.quantile(chances, np.linspace(0, 1, 101))
    return max(matthews(expected, list(np.where(chances > line, OUT_OF_SCOPE, best))) for line in lines)
