"""What retraining changed: the model before and the model after on the same sentences, which neither has learnt from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from nlu.evaluation import Report, reports, understood
from nlu.pipeline import name_of
from nlu.sentences import Sentence
from nlu.understanding import Language, Understander, Understanding

FILE = "comparison.json"  # in the installation's folder
FIGURES = ("accuracy", "macro_f1", "out_of_scope_recall", "calibration_error")
_MOVED = 5  # intents that rose most, and as many that fell
_LOST = 10  # messages


@dataclass(frozen=True)
class Change:
    """A figure, or an intent's F1, before and after."""

    name: str
    before: float
    after: float

    @property
    def by(self) -> float:
        """How much it rose."""
        return self.after - self.before


@dataclass(frozen=True)
class Lost:
    """A message that was understood before and is taken for `found` now."""

    text: str
    intent: str
    found: str


@dataclass(frozen=True)
class Part:
    """The sentences of one kind in one language: `count` of them, the figures, and what moved most."""

    name: str
    language: Language
    count: int
    figures: tuple[Change, ...]
    risen: tuple[Change, ...]
    fallen: tuple[Change, ...]
    lost: tuple[Lost, ...]


@dataclass(frozen=True)
class Comparison:
    """Two models, by version, on every part that has sentences."""

    before: str
    after: str
    parts: tuple[Part, ...]


def compare(before: Understander, after: Understander, parts: Mapping[str, Sequence[Sentence]]) -> Comparison:
    """Both models on each of the named `parts`, language by language."""
    found: list[Part] = []
    for name, sentences in parts.items():
        pair = understood(before, sentences), understood(after, sentences)
        for one, other in zip(*(reports(sentences, each) for each in pair), strict=True):
            found.append(_part(name, one, other, lost(sentences, *pair, one.language)))
    return Comparison(before.model, after.model, tuple(found))


def changes(before: Report, after: Report) -> tuple[Change, ...]:
    """The F1 of every intent that moved, what rose most first."""
    earlier = {score.name: score.f1 for score in before.intents}
    moved = (Change(score.name, earlier.get(score.name, 0.0), score.f1) for score in after.intents)
    return tuple(sorted((change for change in moved if change.by), key=lambda change: (-change.by, change.name)))


def lost(
    sentences: Sequence[Sentence], before: Sequence[Understanding], after: Sequence[Understanding], language: Language
) -> tuple[Lost, ...]:
    """The messages in one language that were right before and are wrong now, at most ten."""
    found = [
        Lost(sentence.text, sentence.intent, name_of(two))
        for sentence, one, two in zip(sentences, before, after, strict=True)
        if sentence.language == language and name_of(one) == sentence.intent != name_of(two)
    ]
    return tuple(found[:_LOST])


def write(file: Path, comparison: Comparison) -> None:
    """Write the comparison as JSON."""
    file.write_text(json.dumps(asdict(comparison), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _part(name: str, before: Report, after: Report, gone: tuple[Lost, ...]) -> Part:
    one, two = before.figures(), after.figures()
    moved = changes(before, after)
    risen = tuple(change for change in moved if change.by > 0)[:_MOVED]
    fallen = tuple(change for change in reversed(moved) if change.by < 0)[:_MOVED]
    figures = tuple(Change(figure, one[figure], two[figure]) for figure in FIGURES)
    return Part(name, before.language, before.count, figures, risen, fallen, gone)
