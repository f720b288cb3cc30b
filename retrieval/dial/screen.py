"""The dial's table in a terminal."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from nlu.intervals import LEVEL
from retrieval.calibration import Points
from retrieval.dial.setting import Setting

_COLUMNS = (
    "",
    "precision",
    "threshold",
    "coverage",
    "measured",
    f"{LEVEL:.0%} interval",
    "right",
    "wrong",
    "strangers",
    "silent",
)


def table(settings: Mapping[str, Sequence[Setting]], points: Mapping[str, Points]) -> RenderableType:
    """What every target leads to, by language, and a sentence for each that is not reached."""
    shown = Table()
    for name in _COLUMNS:
        shown.add_column(name, justify="right" if name else "left")
    for language, group in settings.items():
        for one in group:
            shown.add_row(language, *_cells(one))
    sources = [f"{language}: {_source(points[language])}" for language in settings]
    problems = [f"{language}: {one.problem}." for language, group in settings.items() for one in group if one.problem]
    return Group(shown, *(Text(line) for line in (*sources, *problems)))


def _cells(setting: Setting) -> tuple[str, ...]:
    point = setting.point
    measured = "–" if point.precision is None else f"{point.precision:.3f}"
    asked = f"{setting.target:g}{' not reached' if setting.problem else ''}"
    interval = f"{point.low:.3f}–{point.high:.3f}"
    counts = (str(point.right), str(point.wrong), f"{point.taken} of {point.strangers}", str(point.silent))
    return asked, f"{point.threshold:.3f}", f"{point.coverage:.3f}", measured, interval, *counts


def _source(points: Points) -> str:
    kind = {
        "held back": "questions that articles hold back",
        "reserved": "wordings taken out of the base and cross-fitted",
    }[points.source]
    return f"{points.questions} {kind}, {len(points.strangers)} strangers"
