"""Questions about one thing found together, whatever language they are in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from analytics.gaps.metric import Floats, unit

ALIKE = 0.11
"""Mean cosine, by `Metric`, of two groups that are about one thing."""

NEAR = 0.27
"""Cosine to a cluster's centre from which a question belongs to it."""

LEAST = 4
"""Questions that make a cluster."""

MOST = 5_000
"""Points that are compared each with each; with more, the oldest only join what these make."""

_ROUNDS = 3
Labels = NDArray[np.int64]
NONE = -1


@dataclass(frozen=True)
class Known:
    """A cluster of an earlier time: the points (n, hidden) of what is remembered of it."""

    points: Floats


def clustered(points: Floats, known: Sequence[Known] = (), least: int = LEAST) -> Labels:
    """For each of the unit `points` (rows, hidden) the number of its cluster, shape (rows,), NONE for what is in none.

    The clusters `known` come first, with their place as number, and may be empty; what is near to none of them is joined by
    average linkage. Then all points go to the nearest centre. On planted questions of two languages this found more than Ward's
    linkage, HDBSCAN or communities of the neighbourhood graph (Louvain) did.
    """
    if not len(points):
        return np.empty(0, dtype=np.int64)
    labels = _nearest(points, [unit(one.points.mean(axis=0)) for one in known])
    rows = np.flatnonzero(labels == NONE)[-MOST:]
    if len(rows) > 1:
        groups = fcluster(linkage(pdist(points[rows], "cosine").clip(0), "average"), 1 - ALIKE, "distance")
        labels[rows] = len(known) + groups
    return _settled(points, labels, known, least)


def _settled(points: Floats, labels: Labels, known: Sequence[Known], least: int) -> Labels:
    """The labels after some rounds of moving to the nearest centre; new clusters are numbered on from the known ones."""
    for _ in range(_ROUNDS):
        numbers, counts = np.unique(labels[labels >= len(known)], return_counts=True)
        large = numbers[counts >= least]
        centres = [_centre(points[labels == number], one) for number, one in enumerate(known)]
        centres += [unit(points[labels == number].mean(axis=0)) for number in large]
        labels = _nearest(points, centres)
    numbers, counts = np.unique(labels[labels >= len(known)], return_counts=True)
    small = numbers[counts < least]
    labels[np.isin(labels, small)] = NONE
    return labels


def _centre(points: Floats, known: Known) -> Floats:
    return unit(np.concatenate([points, known.points]).mean(axis=0))


def _nearest(points: Floats, centres: Sequence[Floats]) -> Labels:
    if not centres:
        return np.full(len(points), NONE, dtype=np.int64)
    likeness = points @ np.stack(centres).T
    best = likeness.argmax(axis=1)
    return np.where(likeness[np.arange(len(points)), best] >= NEAR, best, NONE)
