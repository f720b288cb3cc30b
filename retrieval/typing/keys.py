"""What the wordings of a base can be found by while somebody types: words, characters, sounds, initials, beginnings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

from nlu.text import normalized
from retrieval.typing.postings import Postings
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
    def of(cls, texts: Sequence[str]) -> Self:
        """Read `texts`, numbered in their order."""
        parts = [runs(text[:LONGEST]) for text in texts]
        heard = [[syllables(run) if is_han(run) else [run] for run in found] for found in parts]
        pairs = [zip(found, sounds, strict=True) for found, sounds in zip(parts, heard, strict=True)]
        runs_of = [(run, sounds, row) for row, found in enumerate(pairs) for run, sounds in found]
        han = [one for one in runs_of if is_han(one[0])]
        return cls(
            words=Postings.of(((f"{run} ", row) for run, _, row in runs_of if not is_han(run)), 20),
            characters=Postings.of(
                ((run[at : at + CHARACTERS], row) for run, _, row in han for at in range(len(run))), 3 * CHARACTERS
            ),
            sounds=Postings.of(
                (("".join(heard[at : at + CHARACTERS]), row) for _, heard, row in han for at in range(len(heard))), 24
            ),
            initials=Postings.of(
                (
                    ("".join(one[:1] for one in heard[at : at + INITIALS]), row)
                    for _, heard, row in han
                    for at in range(len(heard))
                ),
                INITIALS,
            ),
            beginnings=Postings.of((("".join(found), row) for row, found in enumerate(parts)), 32),
            spoken=Postings.of((("".join(chain.from_iterable(found)), row) for row, found in enumerate(heard)), 32),
            split=Splitter({syllable for _, sounds, _ in han for syllable in sounds}),
            size=len(texts),
        )
