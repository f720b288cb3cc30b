"""What a trace, a run and a verdict look like in a terminal."""

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from retrieval.evidence import FEATURES
from retrieval.testing.figures import Figures
from retrieval.testing.files import sentence
from retrieval.testing.gate import Change, Verdict
from retrieval.testing.trace import Stage, Trace

SHOWN = 10  # questions that became better or worse
_SAYS = {"answer": "the answer", "did you mean": "a choice: did you mean", "nothing": "nothing"}


def trace(found: Trace) -> RenderableType:
    """The stages as a table, each kind of evidence with its value and the points that it adds."""
    table = Table(title=Text(f"{found.text!r} in {found.language}, index {found.index}"), title_justify="left")
    for name, justify in (("", "right"), ("article", "left"), *((name, "right") for name in FEATURES), ("fused", "right")):
        table.add_column(name, justify="right" if justify == "right" else "left", overflow="fold")
    for stage in found.stages:
        parts = (f"{one.value:.2f}\n{one.points:+.2f}" for one in stage.contributions)
        table.add_row(str(stage.place), Text(_article(stage)), *parts, f"{stage.score:.2f}")
    return Group(table, *(Text(line) for line in _lines(found)))


def _article(stage: Stage) -> str:
    kind = "asked so" if stage.asked else "in another language" if stage.foreign else ""
    return f"{stage.article_id}{f' ({kind})' if kind else ''}\n{stage.cosine:.2f} {stage.wording}"


def _lines(found: Trace) -> Iterator[str]:
    if found.because:
        reasons = ", ".join(f"{name} {points:+.2f}" for name, points in found.because[:3])
        yield f"The first is ahead by {found.margin:.2f}: {reasons}"
    yield f"Confidence {found.confidence:.3f}, threshold {found.threshold:.3f}: says {_SAYS[found.says]}"
    yield ", ".join(f"{step} {time:.1f} ms" for step, time in found.milliseconds.items())


def report(counted: Sequence[Figures], verdict: Verdict, unknown: Sequence[str]) -> RenderableType:
    """The figures as a table, what changed, and whether the gate is open."""
    table = Table()
    for name in ("", "questions", "hit@1", "hit@3", "MRR", "right", "wrong", "silent", "strangers", "abstention"):
        table.add_column(name, justify="left" if not name else "right")
    for one in counted:
        shares = [_share(value) for value in (one.hit1, one.hit3, one.mrr)]
        counts = [str(value) for value in (one.right, one.wrong, one.silent, one.strangers)]
        table.add_row(one.language, str(one.questions), *shares, *counts, _share(one.abstention))
    lines = [*_changes("better", verdict.better), *_changes("worse", verdict.worse)]
    if unknown:
        lines.append(f"There is no article {', '.join(unknown[:5])}{' ...' if len(unknown) > 5 else ''}, which tests expect.")
    lines += [f"The gate is closed: {reason}." for reason in verdict.reasons]
    return Group(table, *(Text(line) for line in lines))


def _changes(kind: str, changes: Sequence[Change]) -> Iterator[str]:
    if changes:
        yield f"{len(changes)} {kind} than before:"
    for one in changes[:SHOWN]:
        yield f"  {one.now.question}: was {one.before.outcome}, {sentence(one.now)}"
    if len(changes) > SHOWN:
        yield f"  and {len(changes) - SHOWN} more"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def show(what: RenderableType) -> None:
    """Print to stdout; a pipe gets the same, a hundred and sixty columns wide."""
    console = Console()
    (console if console.is_terminal else Console(width=160)).print(what)
