"""Which place a dialogue is about: the one that the assistant named last, of several the one most like what was said since."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from rapidfuzz import fuzz

from nlu.entities.lexicon import Lexicon
from nlu.text import folded

_WHERE = re.compile(
    r"\b(?:in|near|at|around|no|street|square|zero|one|two|three|four|five|six|seven|eight|nine)\s*$"
)  # before a name that only says where something is, or a number that reads like one
_BRANCH = re.compile(r" - |,")
_GENERAL = re.compile(r" (?:san francisco|restaurant|hotel)$")
_BRANCHED = 100.0  # points for a branch whose part of the town was named


@dataclass(frozen=True)
class Dialogue:
    """The folded turns: whether the assistant said them, and what."""

    turns: tuple[tuple[bool, str], ...]

    @classmethod
    def of(cls, turns: Iterable[tuple[bool, str]]) -> Self:
        """Fold the turns."""
        return cls(tuple((ours, _folded(text)) for ours, text in turns))


class Places:
    """Finds places by their `names`, with the recogniser that finds a shop's products."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {place: _folded(name) for place, name in names.items()}
        self._called: defaultdict[str, list[str]] = defaultdict(list)
        for place, name in self._names.items():
            for alias in dict.fromkeys(_aliases(name)):
                self._called[alias].append(place)
        self._lexicon = Lexicon({alias: alias for alias in self._called})

    def spoken_of(self, dialogue: Dialogue) -> str:
        """The place that the last turn is about; "" where none was named."""
        turns = dialogue.turns
        everything = " ".join(text for _, text in turns)
        for number, (ours, text) in reversed(list(enumerate(turns))):
            named = self._named(text) if ours else []
            if named:
                since = "".join(later for theirs, later in turns[number + 1 :] if not theirs)
                likeness = [(self._likeness(alias, place, since, everything), -rank, place) for rank, alias, place in named]
                return max(likeness)[-1]
        return ""

    def _named(self, text: str) -> list[tuple[int, str, str]]:
        found = [alias for start, _, alias in self._lexicon.find(text) if not _WHERE.search(text[:start])]
        return [(rank, alias, place) for rank, alias in enumerate(found) for place in self._called[alias]]

    def _likeness(self, alias: str, place: str, since: str, everything: str) -> float:
        _, *branch = _BRANCH.split(self._names[place])
        here = any(part.strip() in everything for part in branch)
        return fuzz.partial_ratio(alias.replace(" ", ""), since.replace(" ", "")) + _BRANCHED * here


def _aliases(name: str) -> Iterator[str]:
    yield name
    short = _BRANCH.split(name)[0].removeprefix("the ")
    yield short
    if len(short.split()) > 2:
        yield _GENERAL.sub("", short)


def _folded(text: str) -> str:
    return folded(text.replace("&", " and ").replace("'", "")).text
