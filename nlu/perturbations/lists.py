"""The lists of words and characters in words.toml, and how words are replaced by what a list has for them."""

import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from nlu.holding import held
from nlu.perturbations import places

_LISTS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_HELD = 3  # one word of so many is never trained with


@dataclass(frozen=True)
class Replacing:
    """Replaces at most `most` words by what else is written for them, `instead`; the longest word that fits is replaced."""

    instead: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str]
    most: int

    @classmethod
    def of(cls, instead: Mapping[str, tuple[str, ...]], most: int) -> Self:
        """Words in Latin letters are only found as whole words, in any case."""
        longest = sorted(instead, key=len, reverse=True)
        pattern = "|".join(rf"(?<![\w'’]){re.escape(word)}(?![\w'’])" if word.isascii() else re.escape(word) for word in longest)
        return cls(instead, re.compile(pattern, re.IGNORECASE), most)

    def __call__(self, text: str, order: random.Random) -> str:
        """`text` with words chosen at random replaced, none of them in a number or an address."""
        kept = places.spared(text)
        found = [word for word in self.pattern.finditer(text) if not places.inside(word.start(), kept)]
        for word in sorted(order.sample(found, min(self.most, len(found))), key=re.Match.start, reverse=True):
            text = text[: word.start()] + order.choice(self.instead[word[0].lower()]) + text[word.end() :]
        return text

    @property
    def learnt(self) -> Self:
        """The same with the words that may be trained with: two thirds, always the same ones."""
        return self.of({word: others for word, others in self.instead.items() if not held(word, _HELD)}, self.most)


def replacing(name: str, most: int) -> Replacing:
    """The list `name`, whose entries are a word and one or more others."""
    words = {word: (others,) if isinstance(others, str) else tuple(others) for word, others in _LISTS[name].items()}
    return Replacing.of(words, most)


def alternatives(name: str) -> dict[str, str]:
    """For each character of the groups in the list `name`, the others of its groups."""
    found: dict[str, str] = {}
    for group in _LISTS[name]["groups"].split():
        for character in group:
            found[character] = found.get(character, "") + group.replace(character, "")
    return found
