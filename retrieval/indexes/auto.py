"""The kind of index that suits how many vectors there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from configs import plugins
from nlu.understanding import Vector
from retrieval.indexes import Index, Mask, Rows
from retrieval.indexes._rows import OverRows


@dataclass
class Auto(OverRows):
    """A flat index, from `hnsw_from` rows on HNSW, from `ivfpq_from` rows on IVF-PQ, each with its own default settings.

    Measured on sentences' vectors with one thread (`python -m tests.benchmarks.search`): 20,000 rows of 384 numbers are compared
    in about a millisecond; a graph misses least in bases of a middle size; lists are faster, are built in a
    fifth of the time, and miss no more from 100,000 rows on.
    """

    hnsw_from: int = 20_000
    ivfpq_from: int = 50_000
    _chosen: Index | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        super().__init__()

    def add(self, vectors: Vector) -> None:
        """Add vectors of shape (n, dimension), which may call for another kind."""
        super().add(vectors)
        self._chosen = None

    def search(self, vectors: Vector, count: int, without: Mask | None = None) -> tuple[Vector, Rows]:
        """What the chosen index finds."""
        return self._index().search(vectors, count, without)

    def save(self, file: Path) -> None:
        """Write the chosen index."""
        self._index().save(file)

    def load(self, file: Path, vectors: Vector) -> None:
        """Load the kind that is chosen for so many `vectors`."""
        self.add(vectors)
        self._chosen = self._fitting()
        self._chosen.load(file, vectors)

    @property
    def entry(self) -> Mapping[str, Any]:
        """That of the chosen index."""
        return self._index().entry

    def _index(self) -> Index:
        if self._chosen is None:
            self._chosen = self._fitting()
            self._chosen.add(self.rows)
        return self._chosen

    def _fitting(self) -> Index:
        name = "flat" if self.size < self.hnsw_from else "hnsw" if self.size < self.ivfpq_from else "ivfpq"
        return plugins.build(Index, "retrieval.indexes", {"name": name})
