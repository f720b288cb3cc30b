"""Words and phrases to find in a text, whatever their spacing, plural or small misspelling."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

# A letter with digits (x5) is one word, so that "a 6" is not the A6; otherwise letters and digits part: buds2 is "buds 2".
# An f is an aperture's: f1.8 and f/1.8 are one.
_ATOM = re.compile(r"(?<![a-z\d])[a-eg-z]\d{1,4}(?!\d)|[a-z]+|\d+|[\u3400-\u9fff]")
_GAP = re.compile(r"[ \-/._·]{0,2}|'s? ?")
_NO_PLURALS = frozenset({"lens"})
_SHORTEST_CORRECTED = 6
_SHORTEST_PART, _LONG_PART = 4, 5  # of a phrase of several words
_SHORTEST_DOUBLY_CORRECTED = 9
_MOST_CORRECTED = 200  # words of one message; no customer writes more, and each costs microseconds


@dataclass(frozen=True, slots=True)
class Atom:
    """A word, number or Chinese character at `text[start:end]`, in its dictionary form."""

    word: str
    start: int
    end: int


@dataclass(slots=True)
class _Node:
    following: dict[str, "_Node"] = field(default_factory=dict)
    meaning: str | None = None


def singular(word: str) -> str:
    """The word without a plural's s."""
    plural = len(word) > 3 and word[-1] == "s" and word[-2] not in "sui" and word not in _NO_PLURALS
    return word[:-1] if plural else word


def atoms(text: str) -> list[Atom]:
    """The parts of a folded text that phrases are compared by."""
    return [Atom(singular(match[0]), match.start(), match.end()) for match in _ATOM.finditer(text)]


class Lexicon:
    """Phrases with their meanings, found longest first."""

    def __init__(self, meanings: Mapping[str, str], ordinary: Iterable[str] = ()) -> None:
        """`meanings` by phrase; an `ordinary` phrase has none and is left alone, also where a shorter one in it has.

        All are folded texts.
        """
        self._root = _Node()
        self._words: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        for phrase, meaning in meanings.items():
            self._add(phrase, meaning)
        self._by_initial: dict[str, list[str]] = {}
        for word, node in self._root.following.items():
            # Spelling is corrected to words that somebody writes: a kitten is no kit lens.
            if node.meaning and word in self._words and len(word) >= _SHORTEST_CORRECTED and word.isascii() and word.isalpha():
                self._by_initial.setdefault(word[0], []).append(word)
        self._parts: dict[str, list[str]] = {}
        for word in sorted({word for pair in self._pairs for word in pair if len(word) >= _SHORTEST_PART and word.isascii()}):
            self._parts.setdefault(word[0], []).append(word)
        for phrase in ordinary:
            self._add(phrase, "")

    def _add(self, phrase: str, meaning: str) -> None:
        parts = [atom.word for atom in atoms(phrase)]
        self._words.update(parts)
        written = [parts]
        if len(parts) > 1 and parts[0].isascii() and parts[0].isalpha() and len(parts[0]) > 2:
            written.append([atom.word for atom in atoms("".join(parts))])  # larkbuds2
        self._pairs.update(pairwise(parts))
        for sequence in written:
            node = self._root
            for part in sequence:
                node = node.following.setdefault(part, _Node())
            if parts and node.meaning is None:
                node.meaning = meaning

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and meaning of the longest phrases of a folded text, from left to right without overlap."""
        words = self._corrected(atoms(text))
        place = 0
        while place < len(words):
            found = self._longest(text, words, place)
            if found is None:
                place += 1
                continue
            last, meaning = found
            if meaning:
                yield words[place].start, words[last].end, meaning
            place = last + 1

    def _longest(self, text: str, words: list[Atom], place: int) -> tuple[int, str] | None:
        node = self._root.following.get(words[place].word)
        if node is None or _continues(text, words[place].start - 1, words[place].start):
            return None
        best = None
        last = place
        while node is not None:
            end = words[last].end
            if node.meaning is not None and not _continues(text, end - 1, end):
                best = last, node.meaning
            last += 1
            if last == len(words) or not _GAP.fullmatch(text, end, words[last].start):
                break
            node = node.following.get(words[last].word)
        return best

    def _corrected(self, words: list[Atom]) -> list[Atom]:
        budget = _MOST_CORRECTED
        for place, atom in enumerate(words):
            if len(atom.word) < _SHORTEST_PART or atom.word in self._words or not budget:
                continue
            budget -= 1
            better = self._correction(atom.word) or self._part(words, place)
            if better is not None:
                words[place] = Atom(better, atom.start, atom.end)
        return words

    def _correction(self, word: str) -> str | None:
        """The one-word phrase that `word` is a misspelling of: the same initial, one slip, or two in a long word.

        Slips are those of the optimal string alignment distance: a letter more, less, other, or two swapped.
        """
        if len(word) < _SHORTEST_CORRECTED:
            return None
        slips = 2 if len(word) >= _SHORTEST_DOUBLY_CORRECTED else 1
        best = process.extractOne(word, self._by_initial.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips)
        return best[0] if best else None

    def _part(self, words: list[Atom], place: int) -> str | None:
        """The word of a longer phrase that a word with one slip stands for, when a neighbour is of that phrase too.

        A short word must have the same letters, as "tren" for "tern": "care" beside "phone" is no case.
        """
        word = words[place].word
        neighbours = {words[near].word for near in (place - 1, place + 1) if 0 <= near < len(words)}
        for other in self._parts.get(word[0], ()):
            close = max(len(word), len(other)) >= _LONG_PART or sorted(word) == sorted(other)
            beside = close and any({(other, near), (near, other)} & self._pairs for near in neighbours)
            if beside and OSA.distance(word, other) == 1:
                return other
        return None


def _continues(text: str, left: int, right: int) -> bool:
    """Whether a word or number runs on over the border between two places."""
    if left < 0 or right >= len(text):
        return False
    one, other = text[left], text[right]
    return one.isascii() and one.isalnum() and other.isascii() and other.isalnum()
