"""Indexes: a file is a plug-in; each finds the nearest of many vectors."""

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.understanding import Vector

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Index(ABC):
    """Unit vectors, numbered from 0 in the order in which they were added.

    The vectors are kept once, by whoever adds them: an index refers to the array that it was given, which may be mapped from a
    file, and saves only what it found out about them.
    """

    @abstractmethod
    def add(self, vectors: Vector) -> None:
        """Add vectors of shape (n, dimension), all of one dimension; the array must not change afterwards."""

    @abstractmethod
    def search(self, vectors: Vector, count: int, without: Mask | None = None) -> tuple[Vector, Rows]:
        """Inner products and numbers of the rows nearest to `vectors` (queries, dimension), each (queries, count), best first.

        Rows that are true in `without` (size,) are passed over, and others take their places. Where there are fewer rows than
        `count`, both have fewer columns.
        """

    @abstractmethod
    def save(self, file: Path) -> None:
        """Write everything but the vectors to `file`; the same vectors give the same bytes."""

    @abstractmethod
    def load(self, file: Path, vectors: Vector) -> None:
        """Become what was saved, about the same `vectors` (size, dimension); what can be is mapped rather than read.

        Raises RetrievalError when `file` cannot be read as an index of this kind, or is of other vectors.
        """

    @property
    @abstractmethod
    def size(self) -> int:
        """How many vectors there are."""

    @property
    @abstractmethod
    def dimension(self) -> int:
        """The length of each vector; 0 while there is none."""

    @property
    def entry(self) -> Mapping[str, Any]:
        """The plug-in's entry, with every setting, that makes an index which can load what this one saves."""
        fields: tuple[dataclasses.Field[Any], ...] = dataclasses.fields(self) if dataclasses.is_dataclass(self) else ()
        settings = {field.name: getattr(self, field.name) for field in fields if field.init}
        return {"name": type(self).__module__.rpartition(".")[2], **settings}
