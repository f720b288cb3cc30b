"""A text as the tokens that lexical search counts.

Measured on wordings that were left out: character n-grams of English words find as much as stemmed words do, and do not mind
typos; Chinese characters with their bigrams find more than characters alone or than words of a dictionary.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from nlu.text import normalized

SIZES = (3, 4)  # of the n-grams, in characters
LONGEST = 24  # characters of a word that count; no customer means what comes after them
_RUN = re.compile(r"[^\W_\u3400-\u9fff]+|[\u3400-\u9fff]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


def tokens(text: str) -> list[str]:
    """Chinese characters and pairs of them; the n-grams of other words with edges: "fee" becomes <fe, fee, ee>, <fee, fee>."""
    runs = _RUN.findall(_APOSTROPHE.sub("", normalized(text)).lower())
    return [token for run in runs for token in (_characters(run) if "\u3400" <= run <= "\u9fff" else _ngrams(run))]


def _characters(run: str) -> Iterator[str]:
    yield from run
    yield from (first + second for first, second in pairwise(run))


def _ngrams(word: str) -> Iterator[str]:
    marked = f"<{word[:LONGEST]}>"
    for size in SIZES:
        yield from (marked[start : start + size] for start in range(max(1, len(marked) - size + 1)))
