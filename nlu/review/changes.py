"""What is said after a training: which reviewed messages went in, and what the model does better and worse than before."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from nlu import comparison, comparison_tables
from nlu.pipeline import FOLDER, Pipeline
from nlu.review.learning import Reviewed
from nlu.sentences import Sentence
from nlu.understanding import Understander

_NAMED = 10  # messages that were left out


def show_changes(data: Path, before: Understander | None, development: Sequence[Sentence], reviewed: Reviewed) -> None:
    """Print which reviewed messages were used and, where there was a model `before`, how the one in `data` differs.

    They are compared on the development part, by which the thresholds were chosen, and on the reviewed messages that are held
    back, by which nothing was. The result is written to `data`/comparison.json as well. Raises ModelError.
    """
    console = Console()
    if reviewed != Reviewed():
        console.print(Text(str(reviewed)))
    for one in reviewed.left_out[:_NAMED]:
        console.print(Text(f"  left out: {one.text!r} {one.because}"))
    if before is None:
        return
    made = comparison.compare(before, Pipeline.load(data / FOLDER), {"development": development, "reviewed": reviewed.held})
    comparison.write(data / comparison.FILE, made)
    comparison_tables.show(made, console)
