"""Lists of near vectors, compressed by product quantisation (Jégou et al. 2011, https://doi.org/10.1109/TPAMI.2010.57).

Four bits a part, so that the distances are looked up in registers (André et al. 2015, https://doi.org/10.14778/2856318.2856324).
"""

from dataclasses import dataclass
from math import gcd, sqrt
from typing import Any, ClassVar

import faiss
import numpy as np

from nlu.understanding import Vector
from retrieval.indexes._shortlist import Shortlist

SAMPLE = 40  # vectors for each list that its centroid is learnt from: what FAISS asks for at least
ROUNDS = 10
CODEWORDS = 16  # of each part, which fit into four bits


@dataclass
class IvfPq(Shortlist):
    """About four lists for each unit of the square root of the rows; a search reads the nearest `probes` of them.

    A row takes half a byte for every `width` of its numbers, and 8 bytes for its own number; this is held in memory, not mapped.
    """

    width: int = 4
    probes: int = 64
    shortlist: int = 128
    fewest: int = 10_000
    threads: int = 1
    kind: ClassVar[Any] = faiss.IndexIVFPQFastScan

    def __post_init__(self) -> None:
        super().__init__()
        self.fewest = max(self.fewest, CODEWORDS)

    def _made(self, rows: Vector) -> Any:
        size, dimension = rows.shape
        lists = max(1, min(round(4 * sqrt(size)), size // SAMPLE))
        coarse = faiss.IndexFlatIP(dimension)
        parts = dimension // gcd(dimension, self.width)
        index = faiss.IndexIVFPQFastScan(coarse, dimension, lists, parts, 4, faiss.METRIC_INNER_PRODUCT)
        index.cp.niter = ROUNDS
        index.pq.cp.min_points_per_centroid = 1
        index.train(_sample(rows, SAMPLE * lists))
        index.add(rows)
        return index

    def _parameters(self, allowed: Any) -> Any:
        return faiss.SearchParametersIVF(nprobe=self.probes, sel=allowed)


def _sample(rows: Vector, count: int) -> Vector:
    if len(rows) <= count:
        return rows
    chosen: Vector = rows[np.sort(np.random.default_rng(0).choice(len(rows), count, replace=False))]
    return chosen
