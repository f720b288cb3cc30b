"""What a person should look at first: groups of wordings, ranked by how much a label would help."""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from nlu.review.candidates import Candidate
from nlu.review.clustering import ALIKE, clusters
from nlu.sentences import OUT_OF_SCOPE
from nlu.understanding import Intent, Language, Understander, Understanding, Vector

_BATCH = 32
# Two numbers make two sentences alike whatever is said with them.
_NUMBERS = re.compile(r"(?:\b[a-z]{2})?\d[\d -]{3,}\d", re.IGNORECASE)


@dataclass(frozen=True)
class Ranked:
    """A candidate and what the model that serves says of it: its classes, out_of_scope among them, best first."""

    candidate: Candidate
    ranking: tuple[Intent, ...]

    @property
    def uncertainty(self) -> float:
        """1 where agents or clicks name another intent than the model, else 1 - the margin between the two best classes.

        The margin is that of Scheffer et al. 2001, https://doi.org/10.1007/3-540-44816-0_31.
        """
        named = self.candidate.named
        if named and max(named, key=lambda name: named[name]) != self.ranking[0].name:
            return 1.0
        return 1.0 - (self.ranking[0].confidence - self.ranking[1].confidence)


@dataclass(frozen=True)
class Group:
    """Wordings of one thing, the one that stands for them first."""

    members: tuple[Ranked, ...]

    @property
    def text(self) -> str:
        """The wording that stands for the others."""
        return self.members[0].candidate.text

    @property
    def language(self) -> Language:
        """The language that all of them are in."""
        return self.members[0].candidate.language

    @cached_property
    def count(self) -> int:
        """How many messages there were."""
        return sum(member.candidate.count for member in self.members)

    @cached_property
    def last(self) -> datetime:
        """When the last of them came."""
        return max(member.candidate.last for member in self.members)

    @cached_property
    def named(self) -> Mapping[str, int]:
        """The intents that agents or clicks gave them, and how often."""
        named: Counter[str] = Counter()
        for member in self.members:
            named.update(member.candidate.named)
        return named

    @cached_property
    def reasons(self) -> Mapping[str, int]:
        """Why they are here: each reason, and how many messages' wordings have it."""
        return Counter(reason for member in self.members for reason in member.candidate.reasons)

    @cached_property
    def choices(self) -> tuple[Intent, ...]:
        """The five likeliest classes: those that people named, the most often named first, then the model's ranking."""
        known = {intent.name: intent for intent in self.members[0].ranking}
        people = sorted(self.named, key=lambda name: (-self.named[name], name))
        first = [known.get(name, Intent(name, 0.0)) for name in people]
        return (*first, *(intent for name, intent in known.items() if name not in self.named))[:5]

    @cached_property
    def help(self) -> float:
        """The expected help of a label: mean uncertainty of the messages x log2(1 + messages).

        Uncertainty weighted by how common a message is, is the information density of Settles and Craven 2008,
        https://aclanthology.org/D08-1112. The logarithm, because the fiftieth message of a kind teaches less than the first.
        """
        weighted = sum(member.uncertainty * member.candidate.count for member in self.members)
        return weighted / self.count * math.log2(1 + self.count)


def queue(
    candidates: Sequence[Candidate],
    understander: Understander,
    progress: Callable[[int, int], None] = lambda done, total: None,
    alike: float = ALIKE,
) -> list[Group]:
    """The candidates in groups of one language, what helps most first; of equal help, the most recent first.

    Wordings are of one group from the cosine `alike` on.
    """
    ordered = sorted(candidates, key=lambda one: (-one.count, -one.last.timestamp(), one.text))
    ranked, vectors = _read(ordered, understander, progress)
    groups: list[Group] = []
    for language in sorted({one.language for one in ordered}):
        rows = [row for row, one in enumerate(ordered) if one.language == language]
        members: dict[int, list[Ranked]] = {}
        for row, leader in zip(rows, clusters(vectors[rows], alike).tolist(), strict=True):
            members.setdefault(leader, []).append(ranked[row])
        groups += [Group(tuple(found)) for found in members.values()]
    return sorted(groups, key=lambda group: (-group.help, -group.last.timestamp(), group.text))


def apart(group: Group) -> list[Group]:
    """Every wording in a group of its own."""
    return [Group((member,)) for member in group.members]


def without(group: Group, texts: Collection[str]) -> Group | None:
    """The group without the wordings `texts`; None when nothing is left."""
    left = tuple(member for member in group.members if member.candidate.text not in texts)
    return Group(left) if left else None


def _read(
    candidates: Sequence[Candidate], understander: Understander, progress: Callable[[int, int], None]
) -> tuple[list[Ranked], Vector]:
    """What the model makes of the texts, and the vectors, (texts, hidden), of what is said besides numbers."""
    found: dict[int, tuple[Ranked, Vector]] = {}
    order = sorted(range(len(candidates)), key=lambda row: len(candidates[row].text))
    for start in range(0, len(order), _BATCH):
        part = order[start : start + _BATCH]
        understood = understander.understand([candidates[row].text for row in part])
        for row, one, vector in zip(part, understood, _vectors(understood, understander), strict=True):
            found[row] = Ranked(candidates[row], _ranking(one)), vector
        progress(start + len(part), len(order))
    rows = [found[row] for row in range(len(candidates))]
    return [one for one, _ in rows], np.array([vector for _, vector in rows], dtype=np.float32)


def _vectors(understood: Sequence[Understanding], understander: Understander) -> list[Vector]:
    plain = [_NUMBERS.sub("", one.text).strip() for one in understood]
    changed = [row for row, one in enumerate(understood) if plain[row] and plain[row] != one.text]
    vectors = [one.vector for one in understood]
    for row, vector in zip(changed, understander.embed([plain[row] for row in changed]), strict=True):
        vectors[row] = vector
    return vectors


def _ranking(understood: Understanding) -> tuple[Intent, ...]:
    """The classes with out_of_scope among them; its chance is what the intents leave, and at least the best where it was chosen.

    An understanding keeps no chance of it.
    """
    left = max(0.0, 1.0 - sum(intent.confidence for intent in understood.intents))
    chance = max(left, understood.intent.confidence) if understood.out_of_scope else min(left, understood.intent.confidence)
    outside = Intent(OUT_OF_SCOPE, chance)
    first = [outside, *understood.intents] if understood.out_of_scope else [*understood.intents, outside]
    return tuple(sorted(first, key=lambda intent: -intent.confidence))
