"""The plots of a card: what is drawn, and with which series."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from nlu.card.plots import Frame, image, tag
from nlu.card.values import Point, Results
from nlu.card.words import known, plain
from nlu.curves import Curve

_WIDTH, _HEIGHT = 460.0, 300.0
_LEFT, _TOP, _RIGHT, _BOTTOM = 52.0, 22.0, 14.0, 46.0
_DRAWN = 240  # points of a curve; more cannot be seen
_SERIES = 6  # colours in the page's CSS

Series = tuple[str, Callable[[Point], float | None]]
_OUTSIDE: tuple[Series, ...] = (
    ("precision", lambda point: point.outside_precision),
    ("recall", lambda point: point.outside_recall),
)
_ANSWERED: tuple[Series, ...] = (
    ("coverage", lambda point: point.coverage),
    ("answered_accuracy", lambda point: point.answered_accuracy),
)


@dataclass(frozen=True)
class Chart:
    """A picture and what it is: the words `title` and `detail`, and the class and the name of each series."""

    title: str
    detail: str
    picture: Markup
    legend: tuple[tuple[str, str], ...] = ()


def _frame(across: tuple[float, float] = (0.0, 1.0), upward: tuple[float, float] = (0.0, 1.0), height: float = _HEIGHT) -> Frame:
    return Frame(_LEFT, _TOP, _WIDTH - _LEFT - _RIGHT, height - _TOP - _BOTTOM, across, upward)


def charts(results: Results, threshold: float) -> list[Chart]:
    """Every plot of one language's results; the `threshold` in use is marked."""
    return [
        _reliability(results),
        _histogram(results, threshold),
        _thresholds(results, threshold, "outside_curve", _OUTSIDE, 0),
        _thresholds(results, threshold, "answered_curve", _ANSWERED, 2),
    ]


def _reliability(results: Results) -> Chart:
    frame = _frame()
    bars = [
        frame.bar(
            part.low, part.high, part.accuracy, "s0 area", f"{part.low:.2f}–{part.high:.2f}: {part.accuracy:.3f} ({part.count})"
        )
        for part in results.reliability
    ]
    dots = [frame.line([(part.confidence, part.accuracy)], "s1") for part in results.reliability]
    counts = [
        tag("text", str(part.count), x=frame.x((part.low + part.high) / 2), y=frame.top - 6, text_anchor="middle", class_="small")
        for part in results.reliability
    ]
    ideal = frame.line([(0, 0), (1, 1)], "ideal")
    title = plain("reliability", results.language)
    picture = image(_WIDTH, _HEIGHT, title, frame.axes("confidence", "accuracy"), *bars, ideal, *dots, *counts)
    return Chart("reliability", "reliability_detail", picture, (("s0", "accuracy"), ("s1", "confidence"), ("ideal", "ideal")))


def _histogram(results: Results, threshold: float) -> Chart:
    parts = [("s0", results.chances.inside), ("s1", results.chances.outside)]
    shares = [(kind, [count / max(1, sum(counts)) for count in counts], counts) for kind, counts in parts]
    frame = _frame(upward=(0.0, max((0.05, *(share for _, group, _ in shares for share in group)))))
    bars = [
        frame.bar(place / len(counts), (place + 1) / len(counts), share, f"{kind} area", f"{share:.3f} ({counts[place]})")
        for kind, group, counts in shares
        for place, share in enumerate(group)
        if share
    ]
    mark = frame.mark(threshold, f"{threshold:.2f}")
    picture = image(_WIDTH, _HEIGHT, plain("chances", results.language), frame.axes("chance", "share"), *bars, mark)
    return Chart("chances", "chances_detail", picture, (("s0", "inside"), ("s1", "out_of_scope")))


def _thresholds(results: Results, threshold: float, name: str, series: Sequence[Series], colour: int) -> Chart:
    frame = _frame()
    lines = [
        frame.line([(point.threshold, value(point)) for point in results.thresholds], f"s{colour + place}")
        for place, (_, value) in enumerate(series)
    ]
    mark = frame.mark(threshold, f"{threshold:.2f}")
    picture = image(_WIDTH, _HEIGHT, plain(name, results.language), frame.axes("threshold", "share"), *lines, mark)
    legend = tuple((f"s{colour + place}", key) for place, (key, _) in enumerate(series))
    return Chart(name, "threshold_detail", picture, legend)


def training(curves: Sequence[Curve]) -> list[Chart]:
    """A plot for each group of curves whose names begin alike."""
    groups = groupby(sorted(curves, key=_group), key=_group)
    return [_curves(name, list(group)) for name, group in groups]


def _group(curve: Curve) -> str:
    return curve.name.partition("/")[0]


def _curves(name: str, curves: Sequence[Curve]) -> Chart:
    lines = [_thinned(curve) for curve in curves]
    steps, values = ([point[axis] for line in lines for point in line] for axis in (0, 1))
    frame = _frame((min(steps, default=0), max(steps, default=1)), _reach(values))
    drawn = [frame.line(line, f"s{place % _SERIES}") for place, line in enumerate(lines)]
    axis = name if known(name) else "value"
    picture = image(_WIDTH, _HEIGHT, f"{plain('curves')}: {name}", frame.axes("steps", axis), *drawn)
    legend = tuple((f"s{place % _SERIES}", curve.name.rpartition("/")[2]) for place, curve in enumerate(curves))
    return Chart(name, "curves_detail", picture, legend)


def _reach(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    # Losses and shares are read against nought, unless all the change is far from it.
    return (min(0.0, low), high) if low < high / 2 or low == high else (low - (high - low) / 10, high)


def _thinned(curve: Curve) -> list[tuple[float, float]]:
    points = list(zip(curve.steps, curve.values, strict=True))
    size = -(-len(points) // _DRAWN) or 1
    parts = (points[start : start + size] for start in range(0, len(points), size))
    return [(part[-1][0], sum(value for _, value in part) / len(part)) for part in parts]
