"""Every vector compared: exact, nothing to build, and fast enough for tens of thousands of rows."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from nlu.understanding import Vector
from retrieval.errors import RetrievalError
from retrieval.indexes import Mask, Rows
from retrieval.indexes._rows import OverRows, left, nearest

MARK = b"flat\n"
MOST_ON_GPU = 2048  # results of one search, FAISS's limit


@dataclass
class Flat(OverRows):
    """An exact index of inner products, on the GPU when there is one and faiss-gpu is installed."""

    gpu: bool = True
    _there: Any = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        super().__init__()

    def add(self, vectors: Vector) -> None:
        """Add vectors of shape (n, dimension)."""
        super().add(vectors)
        self._there = None

    def search(self, vectors: Vector, count: int, without: Mask | None = None) -> tuple[Vector, Rows]:
        """The nearest rows, best first."""
        count = min(count, left(self.size, without))
        # A GPU knows of no rows to pass over.
        if self._on_gpu() and without is None and 0 < count <= MOST_ON_GPU:
            scores, rows = self._gpu_index().search(np.ascontiguousarray(vectors, dtype=np.float32), count)
            return scores, rows
        return nearest(self.rows, vectors, count, without)

    def save(self, file: Path) -> None:
        """Write that there is nothing to know beside the vectors."""
        file.write_bytes(MARK)

    def load(self, file: Path, vectors: Vector) -> None:
        """Refer to `vectors`."""
        if file.read_bytes() != MARK:
            raise RetrievalError(f"{file} is no flat index; run `python -m retrieval build`")
        self.add(vectors)

    def _on_gpu(self) -> bool:
        return self.gpu and self.size > 0 and faiss.get_num_gpus() > 0

    def _gpu_index(self) -> Any:
        if self._there is None:
            here = faiss.IndexFlatIP(self.dimension)
            here.add(self.rows)
            self._there = faiss.index_cpu_to_all_gpus(here)
        return self._there
