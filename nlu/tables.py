"""Reports as tables on the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from nlu.evaluation import Report

NAMES = {"en": "English", "zh": "Chinese"}
_PAIRS = 12


def show(reports: Sequence[Report], part: str = "test", everything: bool = False) -> None:
    """Print the figures of each language side by side, then the commonest confusions; `everything` adds each intent."""
    console = Console()
    console.print(_figures(reports, part))
    for report in reports:
        if everything:
            console.print(_intents(report))
        console.print(_confusions(report, len(report.confusions) if everything else _PAIRS))


def _figures(reports: Sequence[Report], part: str) -> Table:
    table = Table(
        "figure", *(f"{NAMES[report.language]} ({report.count})" for report in reports), title=f"{part.capitalize()} part"
    )
    columns = [report.figures() for report in reports]
    for name in columns[0] if columns else ():
        table.add_row(name.replace("_", " "), *(f"{figures[name]:.3f}" for figures in columns))
    return table


def _intents(report: Report) -> Table:
    table = Table("intent", "precision", "recall", "F1", "sentences", title=f"{NAMES[report.language]}: intents")
    for score in (*sorted(report.intents, key=lambda one: one.f1), *report.sentiments):
        table.add_row(score.name, f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", str(score.count))
    return table


def _confusions(report: Report, most: int) -> Table:
    table = Table("sentences of", "taken for", "count", title=f"{NAMES[report.language]}: confusions")
    for pair in report.confusions[:most]:
        table.add_row(pair.intent, pair.found, str(pair.count))
    return table
