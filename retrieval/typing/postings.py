"""Which wordings hold a word, or a word that begins like it: a sorted array of keys, each with the wording it comes from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
_AFTER = b"\xff"  # no byte of UTF-8, and above all that are
_NONE = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True)
class Postings:
    """`rows[i]` is the wording that `keys[i]` occurs in; keys are UTF-8, sorted, and cut at the array's width."""

    keys: NDArray[np.bytes_]
    rows: Rows

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]], width: int) -> Self:
        """Sort `pairs` of a key and the wording that it occurs in; of a key only `width` bytes count."""
        found = list(pairs)
        keys = np.array([key.encode() for key, _ in found], dtype=f"S{width}")
        rows = np.array([row for _, row in found], dtype=np.int32)
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], rows[order])

    def renumbered(self, places: Rows, pairs: Iterable[tuple[str, int]]) -> Self:
        """The same once wording n is called `places[n]`, or went where that is negative, and with `pairs` in their places."""
        rows = places[self.rows]
        stay = rows >= 0
        keys, rows = self.keys[stay], rows[stay]
        fresh = self.of(pairs, self.keys.dtype.itemsize)
        at = np.searchsorted(keys, fresh.keys, "right")
        return replace(self, keys=np.insert(keys, at, fresh.keys), rows=np.insert(rows, at, fresh.rows))

    def starting(self, prefix: str) -> Rows:
        """The wordings with a key that begins with `prefix`, one as often as it has such keys."""
        first, last = self._ranges([prefix])
        return self.rows[first[0] : last[0]]

    def starting_any(self, prefixes: Sequence[str]) -> Rows:
        """The wordings with a key that begins with any of `prefixes`."""
        first, last = self._ranges(prefixes)
        parts = [self.rows[first[place] : last[place]] for place in np.flatnonzero(last > first)]
        return np.concatenate(parts) if parts else _NONE

    def _ranges(self, prefixes: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        width = self.keys.dtype.itemsize
        least = [prefix.encode()[:width] for prefix in prefixes]
        most = [prefix.ljust(width, _AFTER) for prefix in least]
        # In the type of the keys, which would otherwise all be converted.
        first = np.searchsorted(self.keys, np.array(least, dtype=self.keys.dtype), "left")
        last = np.searchsorted(self.keys, np.array(most, dtype=self.keys.dtype), "right")
        return first, last
