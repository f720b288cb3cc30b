"""A measure of likeness learnt from the articles: what differs between wordings of one article hardly counts."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from configs.progress import Progress
from knowledge_base.pipeline import demo_articles
from nlu.understanding import Understander, Vector

SHRINKAGE = 0.5
"""Share of the mean variance in each direction's; between 0.2 and 0.8 it makes little difference."""

WORDINGS = 5
"""Of an article in a language that are looked at; all of them tell no more."""

_FILE = "gaps-metric.npz"  # in the installation's folder
_BATCH = 64
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Metric:
    """Where vectors are moved to, so that their cosine says whether they are about one thing.

    Within-class covariance normalisation (Hatch, Kajarekar and Stolcke 2006, "Within-class covariance normalization for SVM-based
    speaker recognition"): `mean` (hidden,) is subtracted, `turn` (hidden, hidden) is the inverse root of the covariance.
    """

    mean: Floats
    turn: Floats

    @classmethod
    def fit(cls, vectors: Vector, classes: Sequence[object]) -> Self:
        """The metric in which `vectors` (rows, hidden) of one of the `classes` lie close together in all directions."""
        rows = vectors.astype(np.float64)
        numbers = {name: number for number, name in enumerate(dict.fromkeys(classes))}
        labels = np.array([numbers[name] for name in classes])
        means = np.stack([rows[labels == number].mean(axis=0) for number in range(len(numbers))])
        inner = rows - means[labels]
        covariance = inner.T @ inner / len(rows)
        size = len(covariance)
        shrunk = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.trace(covariance) / size * np.eye(size)
        values, directions = np.linalg.eigh(shrunk)
        return cls(rows.mean(axis=0), directions @ np.diag(values**-0.5) @ directions.T)

    def points(self, vectors: Vector) -> Floats:
        """Unit vectors of shape (rows, hidden) whose cosines are the likeness."""
        moved = (vectors.astype(np.float64) - self.mean) @ self.turn
        return unit(moved)


def unit(rows: Floats) -> Floats:
    """`rows` (..., hidden), each of length one."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12))


def learnt(
    understander: Understander, data: Path | None = None, progress: Progress = lambda _task, _done, _total: None
) -> Metric:
    """The metric for the vectors of `understander`, kept in the folder `data` for as long as the model stays the same.

    It is learnt from the demo shop's wordings, whichever shop it is: it says how this model's vectors differ between people who
    mean the same, and few shops have as many wordings.
    """
    file = data / _FILE if data else None
    kept = _kept(file, understander.model) if file else None
    if kept is not None:
        return kept
    pairs = [
        (article.id, wording)
        for article in demo_articles()
        for passage in article.passages.values()
        for wording in passage.wordings[:WORDINGS]
    ]
    pairs.sort(key=lambda pair: len(pair[1]))
    vectors: list[Vector] = []
    for start in range(0, len(pairs), _BATCH):
        vectors.append(understander.embed([wording for _, wording in pairs[start : start + _BATCH]]))
        progress("learning what likeness is", min(start + _BATCH, len(pairs)), len(pairs))
    metric = Metric.fit(np.concatenate(vectors), [name for name, _ in pairs])
    if file:
        _keep(file, understander.model, metric)
    return metric


def _kept(file: Path, model: str) -> Metric | None:
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as found:
            return Metric(found["mean"], found["turn"]) if str(found["model"]) == model else None
    except (OSError, BadZipFile, ValueError, KeyError, EOFError):
        return None


def _keep(file: Path, model: str, metric: Metric) -> None:
    """For the next time; a folder that cannot be written to only costs time."""
    content = io.BytesIO()
    np.savez_compressed(content, mean=metric.mean, turn=metric.turn, model=np.array(model))
    fresh = file.with_suffix(".new")
    try:
        fresh.write_bytes(content.getvalue())
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
