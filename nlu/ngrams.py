"""A linear model on words, word pairs and pieces of words, which knows by heart what the encoder only knows the sense of.

Pieces are hashed into a fixed number of rows (Weinberger et al. 2009, https://arxiv.org/abs/0902.2206), so no vocabulary is kept.
"""

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+|[^\w\s]")
_PIECES = (3, 4, 5)  # characters, of English words; a Chinese character is a piece by itself


def pieces(text: str, longest: int) -> Iterator[str]:
    """The words of a normalised text, each run of 2 to `longest` of them, and pieces of English words, whose ends are marked."""
    words = _WORD.findall(text.lower())
    for end, word in enumerate(words, start=1):
        if word.isascii() and word.isalpha():
            marked = f"<{word}>"
            yield marked
            for length in _PIECES:
                for start in range(len(marked) - length + 1):
                    yield marked[start : start + length]
        else:
            yield word
        for length in range(2, min(longest, end) + 1):
            yield " ".join(words[end - length : end])


def counted(text: str, size: int, longest: int) -> Counter[int]:
    """How often each of `size` rows is hit by the pieces of a normalised text, runs of up to `longest` words among them."""
    return Counter(zlib.crc32(piece.encode()) % size for piece in pieces(text, longest))


def weighed(counts: Counter[int], rarity: Floats) -> tuple[Rows, Floats]:
    """The rows of one text and their weights, a unit vector: sublinear term frequency times `rarity`, shape (size,)."""
    rows = np.fromiter(counts, dtype=np.int64, count=len(counts))
    weights = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * rarity[rows]
    return rows, weights / max(float(np.linalg.norm(weights)), 1e-12)


@dataclass(frozen=True)
class NGrams:
    """`rarity` (size,), one column of `weights` (size, classes) and one `bias` for each class; runs of up to `longest` words."""

    rarity: Floats
    weights: Floats
    bias: Floats
    longest: int

    def logits(self, text: str) -> Floats:
        """The classes' logits, shape (classes,), of one normalised text."""
        rows, weights = weighed(counted(text, len(self.rarity), self.longest), self.rarity)
        return weights @ self.weights[rows] + self.bias

    def to_bytes(self) -> bytes:
        """The file that `from_bytes` reads; half precision is enough for weights."""
        file = io.BytesIO()
        weights = self.weights.astype(np.float16)
        np.savez_compressed(file, rarity=self.rarity, weights=weights, bias=self.bias, longest=self.longest)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises ValueError or KeyError when `content` is not such a file."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            # Models of before this was a choice have pairs.
            longest = int(arrays["longest"]) if "longest" in arrays else 2
            return cls(arrays["rarity"], arrays["weights"].astype(np.float32), arrays["bias"], longest)
