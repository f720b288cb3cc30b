"""English words set right that are one slip away from a known one."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import OSA

# Not a part of an address, a number or a contraction; words of two letters are too like each other.
_WORD = re.compile(r"(?<![\w'’@.\-/])[A-Za-z]{3,30}(?![\w@\-/]|['’][A-Za-z]|\.\w)")
_RUN = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True)
class EnglishSpeller:
    """Knows how often each word in lower case was met, `counts`, and `others` that are right but that nothing is set to."""

    counts: Mapping[str, int] = field(default_factory=dict)
    others: frozenset[str] = frozenset()

    def __call__(self, text: str) -> str:
        """`text` with every unknown word replaced by the commonest known one that is one slip away, or else by two known ones.

        Names stay: words with a capital inside the text, and in capitals. So does the first letter of a word, seldom wrong.
        """
        shouted = text.isupper()
        return _WORD.sub(lambda match: self._right(match[0], shouted or (match.start() == 0 and not match[0].isupper())), text)

    def _right(self, word: str, capital: bool) -> str:
        lower = word.lower()
        if lower in self.counts or lower in self.others or (word[0].isupper() and not capital):
            return word
        if found := [one for one in _undrawn(lower) if one in self.counts] or self._neighbours(lower):
            return max(found, key=lambda one: (self.counts[one], one))
        halves = [pair for pair in _halves(lower) if all(half in self.counts for half in pair)]
        best = max(halves, key=lambda pair: self.counts[pair[0]] * self.counts[pair[1]], default=None)
        return " ".join(best) if best else word

    def _neighbours(self, word: str) -> list[str]:
        near = {one for shorter in (word, *_deletions(word)) for one in self._by_deletion.get(shorter, ())}
        return [one for one in near if one[0] == word[0] and OSA.distance(word, one, score_cutoff=1) <= 1]

    @cached_property
    def _by_deletion(self) -> Mapping[str, set[str]]:
        """The words by themselves and by what is left without one letter: Garbe 2012, https://github.com/wolfgarbe/SymSpell."""
        found: dict[str, set[str]] = defaultdict(set)
        for word in self.counts:
            for shorter in (word, *_deletions(word)):
                found[shorter].add(word)
        return found


def _undrawn(word: str) -> tuple[str, str]:
    return _RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)


def _deletions(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _halves(word: str) -> Iterator[tuple[str, str]]:
    """Two words that the space between may be missing from; of single letters only a and i are words."""
    halves = ((word[:place], word[place:]) for place in range(1, len(word)))
    return (pair for pair in halves if all(len(half) > 1 or half in "ai" for half in pair))
