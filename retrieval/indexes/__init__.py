"""Indexes: a file is a plug-in; each finds the nearest of many vectors."""

from abc import ABC, abstractmethod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.understanding import Vector

Rows = NDArray[np.int64]


class Index(ABC):
    """Unit vectors, numbered from 0 in the order in which they were added."""

    @abstractmethod
    def add(self, vectors: Vector) -> None:
        """Add vectors of shape (n, dimension), all of one dimension."""

    @abstractmethod
    def search(self, vectors: Vector, count: int) -> tuple[Vector, Rows]:
        """Inner products and numbers of the rows nearest to `vectors` (queries, dimension), each (queries, count), best first.

        Where there are fewer rows than `count`, both have fewer columns.
        """

    @abstractmethod
    def save(self, file: Path) -> None:
        """Write everything to `file`."""

    @abstractmethod
    def load(self, file: Path) -> None:
        """Become what was saved.

        Raises RetrievalError when `file` cannot be read as an index of this kind.
        """

    @property
    @abstractmethod
    def size(self) -> int:
        """How many vectors there are."""

    @property
    @abstractmethod
    def dimension(self) -> int:
        """The length of each vector; 0 while there is none."""
