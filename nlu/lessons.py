"""What an encoder has still to learn: what it was not fine-tuned on before and, lest it forget, some of what it was."""

import hashlib
import json
import random
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Self, TypeVar

from nlu.questions import Question
from nlu.sentences import Sentence

Item = TypeVar("Item", Sentence, Question)


def line(item: Sentence | Question) -> str:
    """Everything in a sentence or question that fine-tuning looks at, as a line of JSON."""
    return json.dumps(asdict(replace(item, spans=()) if isinstance(item, Sentence) else item), ensure_ascii=False)


def mark(item: Sentence | Question) -> int:
    """63 bits that stand for a sentence with its labels, or for a question with its answer."""
    return int.from_bytes(hashlib.sha256(line(item).encode()).digest()[:8], "big") >> 1


@dataclass(frozen=True)
class Lesson:
    """The sentences and questions to learn from; `fresh` of them are new."""

    sentences: tuple[Sentence, ...]
    questions: tuple[Question, ...]
    fresh: int

    @classmethod
    def of(cls, sentences: Sequence[Sentence], questions: Sequence[Question], learnt: frozenset[int], seed: int) -> Self:
        """What has no mark among the `learnt`, and as many of the others.

        Rehearsal keeps them from being forgotten: Robins 1995, https://doi.org/10.1080/09540099550039318.
        """
        new, asked = _fresh(sentences, learnt), _fresh(questions, learnt)
        fresh, order = len(new) + len(asked), random.Random(seed)
        return cls((*new, *_some(sentences, new, fresh, order)), (*asked, *_some(questions, asked, fresh, order)), fresh)

    @property
    def marks(self) -> frozenset[int]:
        """Those of everything in it."""
        return frozenset(map(mark, self.sentences)) | frozenset(map(mark, self.questions))


def _fresh(items: Sequence[Item], learnt: frozenset[int]) -> list[Item]:
    return [item for item in items if mark(item) not in learnt]


def _some(items: Sequence[Item], fresh: Collection[Item], count: int, order: random.Random) -> list[Item]:
    left = frozenset(fresh)
    known = [item for item in items if item not in left]
    return order.sample(known, min(count, len(known)))
