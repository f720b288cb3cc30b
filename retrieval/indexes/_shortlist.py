"""Two steps: FAISS looks up a shortlist among compressed vectors, and the vectors themselves decide its order."""

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import faiss
import numpy as np

from nlu.understanding import Vector
from retrieval.errors import RetrievalError
from retrieval.indexes import Mask, Rows
from retrieval.indexes._rows import OverRows, left, nearest, selector

NOTHING = b"too few vectors\n"


class Shortlist(OverRows):
    """An index that compares all vectors while they are fewer than `fewest`, and the `shortlist` that FAISS finds from then on.

    FAISS's part is made when it is first needed, out of everything that was added. Loaded, it is mapped into memory, so that
    workers share it; so are the vectors, of which a query touches `shortlist`.
    """

    fewest: int
    shortlist: int
    threads: int
    kind: ClassVar[Any]  # FAISS's class of what is saved

    def __init__(self) -> None:
        super().__init__()
        self._codes: Any = None

    @abstractmethod
    def _made(self, rows: Vector) -> Any:
        """A FAISS index of `rows`, trained and filled."""

    @abstractmethod
    def _parameters(self, allowed: Any) -> Any:
        """FAISS's parameters of a search among what the selector `allowed` allows, which may be None."""

    def add(self, vectors: Vector) -> None:
        """Add vectors of shape (n, dimension)."""
        super().add(vectors)
        self._codes = None

    def search(self, vectors: Vector, count: int, without: Mask | None = None) -> tuple[Vector, Rows]:
        """The nearest rows of the shortlist, best first; all rows are compared where the shortlist is shorter than `count`."""
        count = min(count, left(self.size, without))
        if self.size < self.fewest or not count:
            return nearest(self.rows, vectors, count, without)
        queries = np.ascontiguousarray(vectors, dtype=np.float32)
        parameters = self._parameters(selector(without))
        _, near = self._built().search(queries, max(count, self.shortlist), params=parameters)
        scores = np.empty((len(queries), count), dtype=np.float32)
        found = np.empty((len(queries), count), dtype=np.int64)
        for number, (query, rows) in enumerate(zip(queries, near, strict=True)):
            scores[number], found[number] = self._best(query, rows[rows >= 0], count, without)
        return scores, found

    def save(self, file: Path) -> None:
        """Write FAISS's part."""
        if self.size < self.fewest:
            file.write_bytes(NOTHING)
        else:
            faiss.write_index(self._built(), str(file))

    def load(self, file: Path, vectors: Vector) -> None:
        """Map FAISS's part, which was saved with the same `vectors`."""
        self.add(vectors)
        if self.size < self.fewest:
            fits = file.read_bytes() == NOTHING
        else:
            self._codes = _mapped(file)
            fits = isinstance(self._codes, self.kind) and (self._codes.ntotal, self._codes.d) == vectors.shape
        if not fits:
            raise _not_this(file)

    def _built(self) -> Any:
        if self._codes is None:
            with _threads(self.threads):
                self._codes = self._made(self.rows)
        return self._codes

    def _best(self, query: Vector, rows: Rows, count: int, without: Mask | None) -> tuple[Vector, Rows]:
        if len(rows) < count:
            scores, found = nearest(self.rows, query[None], count, without)
            return scores[0], found[0]
        products = self.rows[rows] @ query
        order = np.argsort(-products, kind="stable")[:count]
        return products[order], rows[order]


@contextmanager
def _threads(count: int) -> Iterator[None]:
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(count)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _mapped(file: Path) -> Any:
    try:
        return faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError:
        raise _not_this(file) from None


def _not_this(file: Path) -> RetrievalError:
    return RetrievalError(f"{file} is no index of this kind and of these vectors; run `python -m retrieval build`")
