"""First vectors for new words: the mean of the English word pieces that they are translated by.

IBM model 1 (Brown et al. 1993, https://aclanthology.org/J93-2003) gives the translation probabilities.
"""

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Matrix = NDArray[np.float32]


def links(chinese: list[list[int]], english: list[list[int]]) -> tuple[Ids, Ids, Ids]:
    """Every (pair, Chinese token, English token) combination as three arrays of equal length."""
    pair: list[Ids] = []
    left: list[Ids] = []
    right: list[Ids] = []
    for number, (one, other) in enumerate(zip(chinese, english, strict=True)):
        left.append(np.repeat(np.asarray(one, dtype=np.int64), len(other)))
        right.append(np.tile(np.asarray(other, dtype=np.int64), len(one)))
        pair.append(np.repeat(number * np.int64(512) + np.arange(len(one)), len(other)))
    return np.concatenate(pair), np.concatenate(left), np.concatenate(right)


def translation_table(chinese: list[list[int]], english: list[list[int]], size: int, rounds: int = 5) -> tuple[Ids, Ids, Matrix]:
    """Aligned token pairs and p(English | Chinese), shapes (n,), (n,), (n,), after `rounds` of expectation maximisation.

    `size` is the number of token ids.
    """
    position, left, right = links(chinese, english)
    key, index = np.unique(left * size + right, return_inverse=True)
    _, slot = np.unique(position, return_inverse=True)
    left_of_key = key // size
    right_of_key = key % size
    # Frequent pieces such as "the" would explain every word; the square root of their frequency holds them back.
    score = np.ones(len(key), dtype=np.float64)
    target_frequency = np.bincount(right, minlength=size) + 1.0
    for _ in range(rounds):
        weight = score[index]
        expected = weight / np.bincount(slot, weights=weight)[slot]
        counts = np.bincount(index, weights=expected, minlength=len(key))
        score = (
            counts
            / np.bincount(left_of_key, weights=counts, minlength=size)[left_of_key]
            / np.sqrt(target_frequency[right_of_key])
        )
    total = np.bincount(left_of_key, weights=score, minlength=size)
    return left_of_key, right_of_key, (score / total[left_of_key]).astype(np.float32)


def aligned_embeddings(embeddings: Matrix, table: tuple[Ids, Ids, Matrix], tokens: Ids, best: int = 4) -> Matrix:
    """Vectors, shape (len(tokens), hidden), of new tokens: the mean of their `best` translations weighted by probability.

    A token without a translation gets the mean of all English vectors.
    """
    left, right, probability = table
    order = np.lexsort((-probability, left))
    left, right, probability = left[order], right[order], probability[order]
    start = np.searchsorted(left, tokens)
    stop = np.searchsorted(left, tokens, side="right")
    result = np.tile(embeddings.mean(axis=0), (len(tokens), 1)).astype(np.float32)
    for row, (first, last) in enumerate(zip(start, stop, strict=True)):
        last = min(last, first + best)
        if last > first:
            weight = probability[first:last] / probability[first:last].sum()
            result[row] = weight @ embeddings[right[first:last]]
    return result
