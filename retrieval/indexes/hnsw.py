"""A graph of near neighbours that is walked towards the query (Malkov and Yashunin 2016, https://arxiv.org/abs/1603.09320)."""

from dataclasses import dataclass
from typing import Any, ClassVar

import faiss

from nlu.understanding import Vector
from retrieval.indexes._shortlist import Shortlist


@dataclass
class Hnsw(Shortlist):
    """A graph over vectors of eight bits a number: for each row about `dimension` bytes, and 8 bytes for each of `neighbours`.

    `breadth` is how many rows a search keeps in view, `care` the same while the graph is made. With one thread, the same vectors
    give the same graph.
    """

    neighbours: int = 32
    care: int = 80
    breadth: int = 64
    shortlist: int = 64
    fewest: int = 1_000
    threads: int = 1
    kind: ClassVar[Any] = faiss.IndexHNSWSQ

    def __post_init__(self) -> None:
        super().__init__()

    def _made(self, rows: Vector) -> Any:
        kind = faiss.ScalarQuantizer.QT_8bit
        index = faiss.IndexHNSWSQ(rows.shape[1], kind, self.neighbours, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = self.care
        index.train(rows)
        index.add(rows)
        return index

    def _parameters(self, allowed: Any) -> Any:
        return faiss.SearchParametersHNSW(efSearch=self.breadth, sel=allowed)
