"""How well every wording matches what has been typed so far: any order of words, pinyin for characters, a slip in a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.typing.keys import Keys, is_han, runs
from retrieval.typing.postings import Rows
from retrieval.typing.slips import far, near
from retrieval.typing.sounds import syllables

Scores = NDArray[np.float32]

SOUND, INITIALS, HOMOPHONE, PARTS, CUT = 0.95, 0.8, 0.7, 0.8, 0.75
"""What it counts to match by pinyin, by initials, by other characters of that sound, in parts only, and to be only the beginning
of a word after which another was begun. All else counts 1."""

NEAR, FAR = 1, 2  # letters that a likely and an unlikely slip cost; in a long word a slip is surer to be one
ENOUGH = 8  # wordings found as typed, from which on nobody is thought to have slipped
UNKNOWN = 4.0  # the weight of a word that no wording has: that of one in fifty


@dataclass(frozen=True)
class Matches:
    """What wordings have of a text.

    `terms` (terms, wordings) is in [0, 1], `weights` (terms,), by inverse document frequency, sum to 1, `begins` (wordings,) is 1
    where a wording begins like the text, else 0.
    """

    terms: Scores
    weights: Scores
    begins: Scores

    @property
    def covered(self) -> Scores:
        """The share of the text that each wording has, shape (wordings,), in [0, 1]."""
        covered: Scores = self.weights @ self.terms
        return covered

    def together(self, starts: NDArray[np.int64]) -> Scores:
        """The share that an article's wordings have between them, shape (articles,); its wordings start at `starts`."""
        together: Scores = self.weights @ np.maximum.reduceat(self.terms, starts, axis=1)
        return together


def matches(keys: Keys, text: str) -> Matches | None:
    """Look `text` up; None when there is no word in it."""
    found = runs(text)
    if not found:
        return None
    spoken = "".join("".join(syllables(run)) if is_han(run) else run for run in found)
    last = len(found) - 1
    terms = [_han(keys, run) if is_han(run) else _latin(keys, run, at == last) for at, run in enumerate(found)]
    if last and spoken.isalpha():
        together = keys.sounds.starting(spoken)
        for term in terms:
            _raise(term, together, SOUND)
    begins = np.zeros(keys.size, np.float32)
    begins[keys.beginnings.starting("".join(found))] = 1
    if len(spoken) > 1:
        begins[keys.spoken.starting(spoken)] = 1
    weights = np.array([_rarity(term) for term in terms], np.float32)
    return Matches(np.stack(terms), weights / weights.sum(), begins)


def _rarity(term: Scores) -> float:
    found = np.count_nonzero(term)
    return float(np.log1p(len(term) / found)) if found else UNKNOWN


def _latin(keys: Keys, word: str, last: bool) -> Scores:
    """The strength of a word, an English one or pinyin; the `last` may be unfinished."""
    term = np.zeros(keys.size, np.float32)
    _raise(term, keys.words.starting(word), 1.0 if last else CUT)
    _raise(term, keys.words.starting(f"{word} "), 1.0)
    if not (word.isascii() and word.isalpha()):
        return term
    if len(word) > 1:
        _raise(term, keys.initials.starting(word), INITIALS)
    _raise(term, keys.sounds.starting(word), SOUND)
    if last or np.count_nonzero(term) < ENOUGH:
        for slips, cost in ((near(word), NEAR), (far(word), FAR)):
            _raise(term, keys.words.starting_any(slips), 1 - cost / len(word))
            _raise(term, keys.sounds.starting_any(slips), 1 - cost / len(word))
        _raise_parts(term, [keys.sounds.starting(first + second) for first, second in pairwise(keys.split(word))])
    return term


def _han(keys: Keys, run: str) -> Scores:
    """The strength of a run of characters."""
    term = np.zeros(keys.size, np.float32)
    _raise(term, keys.characters.starting(run), 1.0)
    if len(run) > 1:
        _raise(term, keys.sounds.starting("".join(syllables(run))), HOMOPHONE)
        _raise_parts(term, [keys.characters.starting(first + second) for first, second in pairwise(run)])
    return term


def _raise(term: Scores, rows: Rows, strength: float) -> None:
    term[rows] = np.maximum(term[rows], np.float32(strength))


def _raise_parts(term: Scores, found: Sequence[Rows]) -> None:
    """Count a term by the share of its parts that a wording has; a part that none has says nothing."""
    parts = [rows for rows in found if len(rows)]
    if len(found) < 2 or not parts:
        return
    weights = [np.log1p(len(term) / len(rows)) for rows in parts]
    shares = np.zeros_like(term)
    for rows, weight in zip(parts, weights, strict=True):
        shares[np.unique(rows)] += weight / sum(weights)
    np.maximum(term, PARTS * shares, out=term)
