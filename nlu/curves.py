"""Curves of a training run: kept for the quality card and, where a folder is given, written for TensorBoard."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

FOLDER = "runs"  # in the installation's folder; one folder a model version


@dataclass(frozen=True)
class Curve:
    """The `values` of one figure at ascending `steps`; what stands before the first slash of `name` is its plot."""

    name: str
    steps: tuple[int, ...]
    values: tuple[float, ...]


class Scalars(Protocol):
    """Whoever hears the figures of a training run."""

    def scalar(self, name: str, value: float, step: int) -> None:
        """The figure `name`, as "loss/intent", is `value` after `step` steps."""
        ...


class Curves:
    """Keeps every figure, and writes it into TensorBoard's event files in `folder`; used as a context.

    Names with one beginning, as "loss/intent" and "loss/sentiment", are drawn together.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._points: dict[str, dict[int, float]] = {}
        self._writer = _writer(folder) if folder else None

    def scalar(self, name: str, value: float, step: int) -> None:
        """Keep `value`; one that is not finite is written for TensorBoard only, for JSON has no such number."""
        if self._writer:
            self._writer.add_scalar(name, value, step)
        if math.isfinite(value):
            self._points.setdefault(name, {})[step] = float(value)

    def curves(self) -> tuple[Curve, ...]:
        """What was kept, in the order in which the names were first heard."""
        return tuple(_curve(name, points) for name, points in self._points.items())

    def __enter__(self) -> "Curves":
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer:
            self._writer.close()


def _curve(name: str, points: dict[int, float]) -> Curve:
    steps = tuple(sorted(points))
    return Curve(name, steps, tuple(points[step] for step in steps))


def _writer(folder: Path) -> Any:
    # Only training writes, and only then must the library be there.
    from tensorboardX import SummaryWriter

    folder.mkdir(parents=True, exist_ok=True)
    return SummaryWriter(str(folder))
