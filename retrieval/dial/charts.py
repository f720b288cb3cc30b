"""The dial's plots: precision by coverage with its bounds, and whether a confidence means what it says."""

import numpy as np
from markupsafe import Markup

from nlu.card.plots import Frame, image, tag
from nlu.card.words import plain
from retrieval.calibration import Points
from retrieval.dial.setting import OperatingPoint, operating_point

_WIDTH, _HEIGHT = 460.0, 300.0
_MOST = 160  # points of a curve
_BINS = 10


def curve(points: Points, chosen: float) -> Markup:
    """Precision against coverage over all thresholds, its Clopper-Pearson bounds, and a line at the `chosen` threshold."""
    found = operating_points(points)
    lowest = min((point.low for point in found), default=0.0)
    frame = _frame((np.floor(lowest * 10) / 10, 1.0))
    lines = [
        frame.line([(point.coverage, point.precision) for point in found], "s0"),
        frame.line([(point.coverage, point.low) for point in found], "s1"),
        frame.line([(point.coverage, point.high) for point in found], "s5"),
    ]
    mark = frame.mark(operating_point(points, chosen).coverage, f"{chosen:.2f}")
    return image(_WIDTH, _HEIGHT, plain("coverage", "precision"), frame.axes("coverage", "precision"), *lines, mark)


def reliability(points: Points) -> Markup:
    """In ten parts of [0, 1] the share of messages whose first article is right, beside their mean confidence."""
    frame = _frame((0.0, 1.0))
    sure = np.array([*points.right, *points.wrong, *points.strangers])
    correct = np.arange(len(sure)) < len(points.right)
    part = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    drawn: list[Markup] = []
    for place in np.unique(part).tolist():
        inside = part == place
        share, mean, count = float(correct[inside].mean()), float(sure[inside].mean()), int(inside.sum())
        drawn.append(frame.bar(place / _BINS, (place + 1) / _BINS, share, "s0 area", f"{share:.3f} ({count})"))
        drawn.append(frame.line([(mean, share)], "s1"))
        middle = frame.x((place + 0.5) / _BINS)
        drawn.append(tag("text", str(count), x=middle, y=frame.top - 6, text_anchor="middle", class_="small"))
    ideal = frame.line([(0, 0), (1, 1)], "ideal")
    return image(_WIDTH, _HEIGHT, plain("reliability"), frame.axes("confidence", "accuracy"), *drawn, ideal)


def operating_points(points: Points) -> list[OperatingPoint]:
    """What every threshold leads to at which something changes, at most about 160 of them, the strictest first."""
    known = sorted({*points.right, *points.wrong, *points.strangers}, reverse=True)
    step = -(-len(known) // _MOST) or 1
    return [operating_point(points, threshold) for threshold in known[(len(known) - 1) % step :: step]]


def _frame(upward: tuple[float, float]) -> Frame:
    return Frame(52.0, 22.0, _WIDTH - 66.0, _HEIGHT - 68.0, upward=upward)
