"""What perturbations cost, as a table on the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from nlu.robustness import Effect, mean_loss
from nlu.tables import NAMES

_POINTS = 100  # in an accuracy of 1


def show(effects: Sequence[Effect], examples: int = 0) -> None:
    """Print what each kind of perturbation costs, and so many sentences of each that were only misunderstood when changed."""
    console = Console()
    columns = ("perturbation", "language", "pairs", "clean", "perturbed", "loss, points", "same intent")
    table = Table(*columns, title="Test part, as customers might write it")
    for one in effects:
        figures = (f"{one.clean:.3f}", f"{one.perturbed:.3f}", f"{_POINTS * one.loss:.1f}", f"{one.same:.3f}")
        table.add_row(one.kind, NAMES[one.language], str(len(one.pairs)), *figures)
    for language in dict.fromkeys(one.language for one in effects):
        own = [one for one in effects if one.language == language]
        table.add_row("mean", NAMES[language], "", "", "", f"{_POINTS * mean_loss(own):.1f}", "")
    console.print(table)
    for one in effects:
        for pair in [pair for pair in one.pairs if pair.broke][:examples]:
            taken = f"{pair.intent} taken for {pair.changed_taken}"
            console.print(f"{one.kind}: {pair.changed}\n  {pair.text}\n  {taken}", markup=False, highlight=False)
