"""A name for a cluster: its most typical question, and the words that tell it from everything else that customers write."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from analytics.gaps.metric import Floats, unit
from nlu import sentences
from nlu.text import folded
from nlu.understanding import Language

TERMS = 4
SHARE = 0.1
"""Of a cluster's questions that must hold a term."""

COMMON = 0.05
"""Share of the training sentences from which on a word tells nothing."""

TELLING = 0.2
"""The least weight of a term; a word that is common anyhow has less."""

_WORD = re.compile(r"[^\W\d_][\w'-]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LENGTHS = (2, 3, 4)  # characters of a Chinese term
_GLUE = frozenset("你我您他她它们的了吗呢吧啊么是在有会能可不没个这那哪就都也和跟要想怎什请把被给")
_SAME = 0.6  # of the texts with a term that must hold a longer one, for that to be the word


def typical(points: Floats, rows: Sequence[int]) -> list[int]:
    """`rows` of the unit `points`, those nearest to their common centre first."""
    chosen = np.asarray(rows, dtype=np.int64)
    likeness = points[chosen] @ unit(points[chosen].mean(axis=0))
    return [int(row) for row in chosen[np.argsort(-likeness, kind="stable")]]


def terms(texts: Sequence[str], language: Language) -> tuple[str, ...]:
    """What many of `texts` share and few other sentences have, the most telling first.

    Weighed by the share of texts with the term and the logarithm of how many times as large that is as among the training
    sentences, a term's part of the divergence between the two.
    """
    found = Counter(term for text in texts for term in set(_terms(text, language)))
    known, total = _background(language)
    weights = {
        term: count / len(texts) * math.log(count / len(texts) * total / (known[term] + 1))
        for term, count in found.items()
        if count >= max(2, SHARE * len(texts)) and known[term] < COMMON * total
    }
    whole = {
        term
        for term in weights
        if not any(term in other and found[other] >= _SAME * found[term] for other in weights if other != term)
    }
    chosen: list[str] = []
    for term in sorted(whole, key=lambda one: (-weights[one], one)):
        if not any(_alike(term, other) for other in chosen):
            chosen.append(term)
    return tuple(term for term in chosen[:TERMS] if weights[term] > TELLING)


def _alike(one: str, other: str) -> bool:
    """Whether one is a part or a form of the other: 刻字 and 能刻字, engrave and engraving."""
    return one in other or other in one or (len(one) > 4 and one[:4] == other[:4]) or bool(set(_pairs(one)) & set(_pairs(other)))


def _pairs(term: str) -> Iterator[str]:
    if _HAN.match(term):
        yield from (term[start : start + 2] for start in range(len(term) - 1))


@cache
def _background(language: Language) -> tuple[Mapping[str, int], int]:
    """In how many training sentences each term stands, and of how many."""
    texts = [one.text for one in sentences.read("train") if one.language == language]
    counts = Counter(term for text in texts for term in set(_terms(text, language)))
    return counts, len(texts)


def _terms(text: str, language: Language) -> Iterator[str]:
    plain = folded(text).text
    if language == "en":
        yield from (word.removesuffix("'s") for word in _WORD.findall(plain))
        return
    for run in _HAN.findall(plain):
        for length in _LENGTHS:
            parts = (run[start : start + length] for start in range(len(run) - length + 1))
            yield from (part for part in parts if not _GLUE & set(part))
