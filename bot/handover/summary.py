"""The customer's most telling sentences: TextRank over what they wrote (Mihalcea and Tarau, 2004), without a language model."""

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.tokens import tokens

DAMPING = 0.85
ROUNDS = 50
SHORTEST = {"en": 12, "zh": 5}
"""Characters of a sentence that may tell something."""

FACT = 2.0
"""How much likelier a reader is to start at a sentence with a number in it: orders, amounts and dates are what agents need."""

_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])|\n+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def sentences(texts: Sequence[str]) -> list[str]:
    """The sentences of `texts` that are long enough to tell something, each once, in order."""
    parts = (part.strip() for text in texts for part in _END.split(text) if part)
    return list(dict.fromkeys(part for part in parts if len(part) >= SHORTEST["zh" if _HAN.search(part) else "en"]))


def telling(texts: Sequence[str], most: int = 3) -> tuple[str, ...]:
    """At most `most` sentences of `texts`, in the order in which they were said; the same texts always give the same ones."""
    found = sentences(texts)
    if len(found) <= most:
        return tuple(found)
    ranks = _ranks([frozenset(tokens(sentence)) for sentence in found], [FACT if re.search(r"\d", one) else 1.0 for one in found])
    best = sorted(range(len(found)), key=lambda number: (-round(float(ranks[number]), 9), number))[:most]
    return tuple(found[number] for number in sorted(best))


def _ranks(bags: Sequence[frozenset[str]], start: Sequence[float]) -> NDArray[np.float64]:
    """How often a reader is at each sentence who goes on to a like one, or starts again."""
    likeness = np.array([[0.0 if one is other else _likeness(one, other) for other in bags] for one in bags])
    begin = np.array(start) / sum(start)
    total = likeness.sum(axis=1, keepdims=True)
    steps = np.where(total > 0, likeness / np.where(total > 0, total, 1.0), begin)
    ranks = begin
    for _ in range(ROUNDS):
        ranks = (1 - DAMPING) * begin + DAMPING * ranks @ steps
    return ranks


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared tokens, made comparable over lengths."""
    return len(one & other) / (math.log1p(len(one)) + math.log1p(len(other)) or 1.0)
