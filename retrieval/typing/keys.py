"""What the wordings of a base can be found by while somebody types: words, characters, sounds, initials, beginnings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Self

import numpy as np

from nlu.text import normalized
from retrieval.typing.postings import Postings, Rows
from retrieval.typing.sounds import HAN, Splitter, syllables

LONGEST = 100  # characters of a wording that count; nobody types as far
CHARACTERS = 6  # of a Chinese key, and syllables of one in pinyin
INITIALS = 8
_RUN = re.compile(f"[^\\W_{HAN}]+|[{HAN}]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


def runs(text: str) -> list[str]:
    """The words of `text`, and its runs of Chinese characters, in plain lower case; "don't" is dont, tui'kuan is tuikuan."""
    return _RUN.findall(_APOSTROPHE.sub("", normalized(text).lower()))


def is_han(run: str) -> bool:
    """Whether one of `runs` is of Chinese characters."""
    return "\u3400" <= run[0] <= "\u9fff"


@dataclass(frozen=True)
class Keys:
    """Six ways to look up `size` wordings, each by its number.

    A whole word ends with a space. `sounds` and `initials` begin at every Chinese character, `beginnings` and `spoken` (the same
    in pinyin) only where the wording does, with no space in between.
    """

    words: Postings
    characters: Postings
    sounds: Postings
    initials: Postings
    beginnings: Postings
    spoken: Postings
    split: Splitter
    size: int

    @classmethod
    def none(cls) -> Self:
        """Of no wordings."""
        widths = {"words": 20, "characters": 3 * CHARACTERS, "sounds": 24, "initials": INITIALS, "beginnings": 32, "spoken": 32}
        return cls(**{name: Postings.of((), width) for name, width in widths.items()}, split=Splitter(()), size=0)

    def renumbered(self, places: Rows, texts: Mapping[int, str]) -> Self:
        """The same once wording n is called `places[n]`, or went where that is negative, and with `texts` in their places.

        A syllable that only what went had stays known.
        """
        heard = [_Heard.of(row, text) for row, text in texts.items()]
        han = [(run, sounds, one.row) for one in heard for run, sounds in zip(one.runs, one.sounds, strict=True) if is_han(run)]
        added = {
            "words": ((f"{run} ", one.row) for one in heard for run in one.runs if not is_han(run)),
            "characters": ((run[at : at + CHARACTERS], row) for run, _, row in han for at in range(len(run))),
            "sounds": (("".join(sounds[at : at + CHARACTERS]), row) for _, sounds, row in han for at in range(len(sounds))),
            "initials": ((_initials(sounds[at : at + INITIALS]), row) for _, sounds, row in han for at in range(len(sounds))),
            "beginnings": (("".join(one.runs), one.row) for one in heard),
            "spoken": (("".join(chain.from_iterable(one.sounds)), one.row) for one in heard),
        }
        postings: dict[str, Postings] = {name: getattr(self, name).renumbered(places, pairs) for name, pairs in added.items()}
        syllables_heard = {syllable for _, sounds, _ in han for syllable in sounds}
        split = self.split if syllables_heard <= self.split.known else Splitter(self.split.known | syllables_heard)
        return replace(self, **postings, split=split, size=int(np.count_nonzero(places >= 0)) + len(texts))


@dataclass(frozen=True)
class _Heard:
    """A wording in its place: its runs, and the syllables of each."""

    row: int
    runs: list[str]
    sounds: list[list[str]]

    @classmethod
    def of(cls, row: int, text: str) -> Self:
        found = runs(text[:LONGEST])
        return cls(row, found, [syllables(run) if is_han(run) else [run] for run in found])


def _initials(sounds: Sequence[str]) -> str:
    return "".join(one[:1] for one in sounds)
