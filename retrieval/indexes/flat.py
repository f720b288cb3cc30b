"""Every vector compared, by FAISS (Douze et al. 2024, https://arxiv.org/abs/2401.08281): exact, and fast for 100,000 rows."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from nlu.understanding import Vector
from retrieval.errors import RetrievalError
from retrieval.indexes import Index, Rows

# One query is too little work to share; the service keeps its cores for other customers.
faiss.omp_set_num_threads(1)


@dataclass
class Flat(Index):
    """An exact index of inner products, on the GPU when there is one and faiss-gpu is installed."""

    gpu: bool = True
    _index: Any = field(default=None, init=False, repr=False)

    def add(self, vectors: Vector) -> None:
        """Add vectors of shape (n, dimension)."""
        if self._index is None:
            self._index = self._placed(faiss.IndexFlatIP(vectors.shape[1]))
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def search(self, vectors: Vector, count: int) -> tuple[Vector, Rows]:
        """The nearest rows, best first."""
        nearest = min(count, self.size)
        if not nearest:
            return np.empty((len(vectors), 0), dtype=np.float32), np.empty((len(vectors), 0), dtype=np.int64)
        scores, rows = self._index.search(np.ascontiguousarray(vectors, dtype=np.float32), nearest)
        return scores, rows

    def save(self, file: Path) -> None:
        """Write the index as FAISS does, from the GPU as from the CPU."""
        here = self._index if self._index is not None else faiss.IndexFlatIP(1)
        faiss.write_index(faiss.index_gpu_to_cpu(here) if self._on_gpu() else here, str(file))

    def load(self, file: Path) -> None:
        """Read what `save` wrote."""
        try:
            read = faiss.read_index(str(file))
        except RuntimeError:
            raise RetrievalError(f"{file} is no FAISS index; run `python -m retrieval build`") from None
        self._index = self._placed(read) if read.ntotal else None

    @property
    def size(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal) if self._index is not None else 0

    @property
    def dimension(self) -> int:
        """The length of each vector."""
        return int(self._index.d) if self._index is not None else 0

    def _on_gpu(self) -> bool:
        return self.gpu and faiss.get_num_gpus() > 0

    def _placed(self, index: Any) -> Any:
        return faiss.index_cpu_to_all_gpus(index) if self._on_gpu() else index
