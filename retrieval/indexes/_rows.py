"""Vectors in an array, compared one by one by FAISS (Douze et al. 2024, https://arxiv.org/abs/2401.08281)."""

from typing import Any

import faiss
import numpy as np

from nlu.understanding import Vector
from retrieval.indexes import Index, Mask, Rows

# One query is too little work to share; the service keeps its cores for other customers.
faiss.omp_set_num_threads(1)


class OverRows(Index):
    """An index that refers to the array of its vectors, `rows` (size, dimension)."""

    def __init__(self) -> None:
        self.rows: Vector = np.empty((0, 0), dtype=np.float32)

    def add(self, vectors: Vector) -> None:
        """Refer to `vectors`; an array of them is made only when there were others before."""
        fresh = np.ascontiguousarray(vectors, dtype=np.float32)
        self.rows = np.concatenate([self.rows, fresh]) if self.size else fresh

    @property
    def size(self) -> int:
        """How many vectors there are."""
        return len(self.rows)

    @property
    def dimension(self) -> int:
        """The length of each vector."""
        return int(self.rows.shape[1])


def left(size: int, without: Mask | None) -> int:
    """How many of `size` rows may be found."""
    return size if without is None else size - int(np.count_nonzero(without))


def selector(without: Mask | None) -> Any:
    """What FAISS asks whether a row may be found; None for all of them."""
    return None if without is None else faiss.IDSelectorBitmap(np.packbits(~without, bitorder="little"))


def nearest(rows: Vector, queries: Vector, count: int, without: Mask | None = None) -> tuple[Vector, Rows]:
    """The inner products and numbers of the `count` of `rows` (n, dimension) nearest to each query; so many must be left."""
    scores = np.empty((len(queries), count), dtype=np.float32)
    found = np.empty((len(queries), count), dtype=np.int64)
    if count and len(queries):
        queries = np.ascontiguousarray(queries, dtype=np.float32)
        pointers = (faiss.swig_ptr(one) for one in (queries, rows))
        sizes = rows.shape[1], len(queries), len(rows), count
        faiss.knn_inner_product(*pointers, *sizes, faiss.swig_ptr(scores), faiss.swig_ptr(found), selector(without))
    return scores, found
