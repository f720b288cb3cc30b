"""A comparison as tables on the terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nlu.comparison import Change, Comparison, Part

_NAMES = {"en": "English", "zh": "Chinese"}


def show(comparison: Comparison, console: Console) -> None:
    """Print figures before and after, then the intents that moved most and the messages that are wrong now."""
    console.print(_figures(comparison))
    for part in comparison.parts:
        heading = f"{part.name}, {_NAMES[part.language]}"
        for word, moved in (("rose", part.risen), ("fell", part.fallen)):
            if moved:
                console.print(Text(f"{heading}: {word} most by F1: {', '.join(map(_moved, moved))}"))
        if part.lost:
            console.print(_lost(part, f"{heading}: right before, wrong now"))


def _figures(comparison: Comparison) -> Table:
    table = Table("part", "language", "figure", "before", "after", "change", title=f"{comparison.before} → {comparison.after}")
    for part in comparison.parts:
        for place, figure in enumerate(part.figures):
            where = (f"{part.name} ({part.count})", _NAMES[part.language]) if place == 0 else ("", "")
            name = figure.name.replace("_", " ")
            table.add_row(*where, name, f"{figure.before:.3f}", f"{figure.after:.3f}", f"{figure.by:+.3f}")
    return table


def _moved(change: Change) -> str:
    return f"{change.name} {change.before:.2f} → {change.after:.2f}"


def _lost(part: Part, title: str) -> Table:
    table = Table("message", "means", "taken for", title=title)
    for one in part.lost:
        table.add_row(Text(one.text), one.intent, one.found)
    return table
