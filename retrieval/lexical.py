"""Lexical search: BM25F (Robertson and Zaragoza 2009, https://doi.org/10.1561/1500000019, section 3.6) on sparse NumPy arrays.

Each field is as long as its like are on average, so that a long answer takes nothing from the words of the question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75
ASKED, ANSWERED = 1.0, 0.3
"""What a token counts in what a document is asked by and in its answer, because customers ask in the words of questions."""

Counted = Mapping[str, int]
Document = tuple[Counted, Counted]
"""How often which token is in what the document is asked by, and in its answer."""

Counts = NDArray[np.int64]
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Lexical:
    """The documents' scores of each token, token by token.

    Token `t` with row `vocabulary[t]` occurs in `documents[starts[row] : starts[row + 1]]` and adds the `weights` there;
    `rarity` holds its inverse document frequency. `means` are the lengths on average of the two fields of the `size` documents,
    of those that have any. Rarity and means are those of the documents of `like` where there is one.
    """

    vocabulary: dict[str, int]
    starts: Counts
    documents: Counts
    weights: Scores
    rarity: Scores
    size: int
    means: tuple[float, ...]
    like: Self | None = None

    @classmethod
    def fit(cls, documents: Sequence[Document], like: Self | None = None) -> Self:
        """Weigh the tokens of `documents`; one without tokens is never found.

        With `like`, scores are comparable with those of that one, as if these were a few more of its documents.
        """
        means = like.means if like else tuple(_mean_length([document[field] for document in documents]) for field in (0, 1))
        frequencies = [_frequencies(document, means) for document in documents]
        vocabulary = {token: row for row, token in enumerate(sorted(set().union(*frequencies)))}
        rows = np.array([vocabulary[token] for document in frequencies for token in document], dtype=np.int64)
        columns = np.repeat(np.arange(len(documents)), [len(document) for document in frequencies])
        frequency = np.array([times for document in frequencies for times in document.values()], dtype=np.float64)
        order = np.argsort(rows, kind="stable")
        rows, columns, frequency = rows[order], columns[order], frequency[order]
        found_in = np.bincount(rows, minlength=len(vocabulary))
        if like is None:
            rarity = np.log(1 + (len(documents) - found_in + 0.5) / (found_in + 0.5))
        else:
            rarity = np.array([like._rarity([token]) for token in vocabulary])
        return cls(
            vocabulary=vocabulary,
            starts=np.concatenate([[0], np.cumsum(found_in)]).astype(np.int64),
            documents=columns,
            weights=(rarity[rows] * frequency * (K1 + 1) / (frequency + K1)).astype(np.float32),
            rarity=rarity.astype(np.float32),
            size=len(documents),
            means=means,
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
            "means": np.array(self.means),
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
            tuple(arrays["means"].astype(np.float64).tolist()),
        )


def _mean_length(fields: Sequence[Counted]) -> float:
    lengths = [length for field in fields if (length := sum(field.values()))]
    return sum(lengths) / len(lengths) if lengths else 1.0


def _frequencies(document: Document, means: Sequence[float]) -> dict[str, float]:
    """How often each token counts in the document, by the field and its length."""
    found: dict[str, float] = {}
    for field, weight, mean in zip(document, (ASKED, ANSWERED), means, strict=True):
        share = weight / (1 - B + B * sum(field.values()) / mean)
        for token, times in field.items():
            found[token] = found.get(token, 0.0) + share * times
    return found
