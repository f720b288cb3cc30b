"""The figures of a card, counted from evidence; those that `nlu.evaluation` knows too come from there."""

import math

import numpy as np
from numpy.typing import NDArray

from nlu.card.evidence import Evidence
from nlu.card.values import Bin, ClassScore, Histogram, Mistake, Point, Results, Section
from nlu.evaluation import Report, Score, reports

_BINS = 15  # as many as the expected calibration error has
_PARTS = 20  # of the histogram
_THRESHOLDS = np.linspace(0.0, 1.0, 101)
_NORMAL = 1.96  # standard deviations to either side hold 95 %


def section(evidence: Evidence, threshold: float) -> Section:
    """The results in each language of the evidence; `threshold` is the one that the model decided with."""
    found = reports(evidence.sentences, evidence.understood)
    return Section(evidence.part, tuple(_results(one, evidence.only(one.language), threshold) for one in found))


def _results(report: Report, evidence: Evidence, threshold: float) -> Results:
    low, high = wilson(report.accuracy, report.count)
    more = {"accuracy_low": low, "accuracy_high": high, "out_of_scope_auroc": auroc(evidence.chance, evidence.outside)}
    return Results(
        language=report.language,
        count=report.count,
        figures={**report.figures(), **more},
        intents=_scores(report.intents),
        sentiments=_scores(report.sentiments),
        confusions=report.confusions,
        mistakes=_mistakes(evidence),
        reliability=reliability(evidence.confidence[~evidence.outside], evidence.first[~evidence.outside]),
        thresholds=tuple(_point(evidence, threshold, float(other)) for other in sorted({*_THRESHOLDS.tolist(), threshold})),
        chances=_histogram(evidence.chance, evidence.outside),
    )


def wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a `share` of `count`, at least one (Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953)."""
    square = _NORMAL**2
    middle = share + square / (2 * count)
    reach = _NORMAL * math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    return (middle - reach) / (1 + square / count), (middle + reach) / (1 + square / count)


def auroc(scores: NDArray[np.float64], positive: NDArray[np.bool_]) -> float | None:
    """The chance that a positive has a higher score than a negative, a tie counting half; None unless there are both.

    Both arrays have the shape (rows,). Hanley and McNeil 1982, https://doi.org/10.1148/radiology.143.1.7063747.
    """
    high, low = scores[positive][:, None], scores[~positive][None, :]
    return float(((high > low) + 0.5 * (high == low)).mean()) if high.size and low.size else None


def reliability(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[Bin, ...]:
    """The parts of [0, 1] that hold any of the rows; the gaps, weighted by their rows, sum up to the calibration error."""
    # The error itself is computed with 32 bits, and a row on a bin's edge must fall on the same side here.
    place = np.minimum((confidence.astype(np.float32) * _BINS).astype(int), _BINS - 1)
    return tuple(
        Bin(
            low=part / _BINS,
            high=(part + 1) / _BINS,
            count=int((place == part).sum()),
            confidence=float(confidence[place == part].mean()),
            accuracy=float(right[place == part].mean()),
        )
        for part in np.unique(place).tolist()
    )


def _point(evidence: Evidence, chosen: float, threshold: float) -> Point:
    # Where a part of a message decided, and not the whole whose chance is known, no threshold changes the decision here.
    of_a_part = evidence.rejected != (evidence.chance > chosen)
    rejected = np.where(of_a_part, evidence.rejected, evidence.chance > threshold)
    outside, answered = evidence.outside, ~rejected
    return Point(
        threshold=threshold,
        outside_precision=_share(outside, rejected),
        outside_recall=_share(rejected, outside),
        coverage=float(answered.mean()),
        answered_accuracy=_share(evidence.first, answered),
    )


def _share(of: NDArray[np.bool_], among: NDArray[np.bool_]) -> float | None:
    return float(of[among].mean()) if among.any() else None


def _histogram(chances: NDArray[np.float64], outside: NDArray[np.bool_]) -> Histogram:
    counted = [np.histogram(chances[rows], bins=_PARTS, range=(0.0, 1.0))[0].tolist() for rows in (~outside, outside)]
    return Histogram(tuple(counted[0]), tuple(counted[1]))


def _scores(found: tuple[Score, ...]) -> tuple[ClassScore, ...]:
    return tuple(ClassScore(one.name, one.precision, one.recall, one.f1, one.count) for one in found)


def _mistakes(evidence: Evidence) -> tuple[Mistake, ...]:
    rows = zip(evidence.sentences, evidence.found, evidence.confidence.tolist(), strict=True)
    return tuple(Mistake(one.text, one.intent, found, sure) for one, found, sure in rows if one.intent != found)
