"""Chinese characters set right that were typed with the right pinyin and picked wrongly."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_RUN = re.compile(r"[\u3400-\u9fff]{2,}")
_LONGEST = 4  # characters of a word
_WEIGHTS = (0, 0, 1, 4, 16)  # of words by their length: 优惠券 is surer than 优惠


@dataclass(frozen=True)
class ChineseSpeller:
    """Knows how often each word was met, `counts`, the words and pairs of characters that are `known`, and characters by sound.

    A word and its parts are of two to four characters.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    sounds: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """`text` with each character that goes with no neighbour replaced by one of its sound that makes a counted word."""
        return _RUN.sub(lambda run: self._right(run[0]), text)

    def _right(self, run: str) -> str:
        for place in range(len(run)):
            if not any(word in self.known for word in _around(run, place)):
                run = self._replaced(run, place)
        return run

    def _replaced(self, run: str, place: int) -> str:
        others = [run[:place] + other + run[place + 1 :] for other in self._homophones.get(run[place], ())]
        best = max(others, key=lambda one: (self._weight(one, place), one), default=run)
        return best if self._weight(best, place) else run

    def _weight(self, run: str, place: int) -> int:
        weights = [self.counts.get(word, 0) * _WEIGHTS[len(word)] for word in _around(run, place)]
        return max(weights)

    @cached_property
    def _homophones(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for group in self.sounds.values():
            for character in group:
                found[character].update(group)
        return {character: frozenset(group - {character}) for character, group in found.items()}


def _around(run: str, place: int) -> Iterator[str]:
    """The parts of a run, two to four characters long, that hold the character at `place`."""
    for length in range(2, _LONGEST + 1):
        for start in range(max(0, place - length + 1), min(place, len(run) - length) + 1):
            yield run[start : start + length]
