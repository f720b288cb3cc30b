"""Lexical search: BM25 (Robertson and Zaragoza 2009, https://doi.org/10.1561/1500000019, section 3.4) on sparse NumPy arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75

Counts = NDArray[np.int64]
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Lexical:
    """The documents' scores of each token, token by token.

    Token `t` with row `vocabulary[t]` occurs in `documents[starts[row] : starts[row + 1]]` and adds the `weights` there;
    `rarity` holds its inverse document frequency. `mean` is the length of the `size` documents on average. Rarity and mean are
    those of the documents of `like` where there is one.
    """

    vocabulary: dict[str, int]
    starts: Counts
    documents: Counts
    weights: Scores
    rarity: Scores
    size: int
    mean: float
    like: Self | None = None

    @classmethod
    def fit(cls, documents: Sequence[Mapping[str, int]], like: Self | None = None) -> Self:
        """Weigh the tokens of `documents`, each given as how often it has which; one without tokens is never found.

        With `like`, scores are comparable with those of that one, as if these were a few more of its documents.
        """
        lengths = np.array([sum(document.values()) for document in documents], dtype=np.float64)
        vocabulary = {token: row for row, token in enumerate(sorted(set().union(*documents)))}
        rows = np.array([vocabulary[token] for document in documents for token in document], dtype=np.int64)
        columns = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
        frequency = np.array([times for document in documents for times in document.values()], dtype=np.float64)
        order = np.argsort(rows, kind="stable")
        rows, columns, frequency = rows[order], columns[order], frequency[order]
        found_in = np.bincount(rows, minlength=len(vocabulary))
        if like is None:
            rarity = np.log(1 + (len(documents) - found_in + 0.5) / (found_in + 0.5))
            mean = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
        else:
            rarity, mean = np.array([like._rarity([token]) for token in vocabulary]), like.mean
        saturation = frequency + K1 * (1 - B + B * lengths[columns] / mean) if len(rows) else frequency
        return cls(
            vocabulary=vocabulary,
            starts=np.concatenate([[0], np.cumsum(found_in)]).astype(np.int64),
            documents=columns,
            weights=(rarity[rows] * frequency * (K1 + 1) / saturation).astype(np.float32),
            rarity=rarity.astype(np.float32),
            size=len(documents),
            mean=mean,
            like=like,
        )

    def scores(self, tokens: Sequence[str]) -> Scores:
        """How well each document matches, shape (documents,), in [0, 1]: 1 where every token is there as often as can count."""
        known = np.array([row for row in map(self.vocabulary.get, tokens) if row is not None], dtype=np.int64)
        if not len(known):
            return np.zeros(self.size, dtype=np.float32)
        first, lengths = self.starts[known], self.starts[known + 1] - self.starts[known]
        ends = np.cumsum(lengths)
        entries = np.arange(ends[-1]) + np.repeat(first - (ends - lengths), lengths)
        sums = np.bincount(self.documents[entries], self.weights[entries], self.size)
        found: Scores = (sums / (self._rarity(tokens) * (K1 + 1))).astype(np.float32)
        return found

    def _rarity(self, tokens: Sequence[str]) -> float:
        """Of all `tokens` together, by the documents that count."""
        if self.like:
            return self.like._rarity(tokens)
        known = [row for row in map(self.vocabulary.get, tokens) if row is not None]
        # A token that no document holds is as rare as can be, and counts against all.
        return float(self.rarity[known].sum() + (len(tokens) - len(known)) * np.log(1 + 2 * (self.size + 0.5)))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """All that `from_arrays` needs, none of it a Python object."""
        return {
            "tokens": np.array(list(self.vocabulary)),
            "starts": self.starts,
            "documents": self.documents,
            "weights": self.weights,
            "rarity": self.rarity,
            "size": np.array(self.size),
            "mean": np.array(self.mean),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[np.generic]]) -> Self:
        """What `arrays` was called on."""
        vocabulary = {str(token): row for row, token in enumerate(arrays["tokens"])}
        return cls(
            vocabulary,
            arrays["starts"].astype(np.int64),
            arrays["documents"].astype(np.int64),
            arrays["weights"].astype(np.float32),
            arrays["rarity"].astype(np.float32),
            int(arrays["size"]),
            float(arrays["mean"]),
        )
