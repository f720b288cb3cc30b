"""How well a model understands the test part: figures by language, by intent, and what is taken for what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlu.calibration import calibration_error
from nlu.pipeline import name_of
from nlu.sentences import OUT_OF_SCOPE, Sentence
from nlu.understanding import Language, Understander, Understanding


@dataclass(frozen=True)
class Score:
    """Precision and recall of one class over `count` sentences of it."""

    name: str
    precision: float
    recall: float
    count: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision + self.recall else 0.0


@dataclass(frozen=True)
class Confusion:
    """`count` sentences of `intent` were taken for `found`."""

    intent: str
    found: str
    count: int


@dataclass(frozen=True)
class Report:
    """One language's figures; `calibration` is the expected calibration error of the best intent's confidence."""

    language: Language
    count: int
    accuracy: float
    calibration: float
    language_accuracy: float
    intents: tuple[Score, ...]
    sentiments: tuple[Score, ...]
    confusions: tuple[Confusion, ...]

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the intents, out_of_scope among them."""
        return _macro(self.intents)

    @property
    def sentiment_f1(self) -> float:
        """The mean F1 of the sentiments."""
        return _macro(self.sentiments)

    @property
    def outside(self) -> Score:
        """Precision and recall of out_of_scope."""
        return next((score for score in self.intents if score.name == OUT_OF_SCOPE), Score(OUT_OF_SCOPE, 0.0, 0.0, 0))

    def figures(self) -> dict[str, float]:
        """The figures by name, for files and dashboards."""
        return {
            "accuracy": self.accuracy,
            "macro_f1": self.macro_f1,
            "out_of_scope_precision": self.outside.precision,
            "out_of_scope_recall": self.outside.recall,
            "sentiment_macro_f1": self.sentiment_f1,
            "calibration_error": self.calibration,
            "language_accuracy": self.language_accuracy,
        }


def evaluate(understander: Understander, sentences: Sequence[Sentence]) -> list[Report]:
    """A report for each language that occurs in `sentences`."""
    return reports(sentences, understood(understander, sentences))


def understood(understander: Understander, sentences: Sequence[Sentence]) -> list[Understanding]:
    """What `understander` makes of each of the `sentences`, one at a time, as they would come.

    In a batch the rounding of eight bits is another: some sentences in a thousand are then understood otherwise.
    """
    return [understander.understand([sentence.text])[0] for sentence in sentences]


def reports(sentences: Sequence[Sentence], found: Sequence[Understanding]) -> list[Report]:
    """A report for each language that occurs in `sentences`, which were understood as `found`."""
    pairs = list(zip(sentences, found, strict=True))
    languages = sorted({sentence.language for sentence in sentences})
    parts = {language: [pair for pair in pairs if pair[0].language == language] for language in languages}
    return [_report(language, [one for one, _ in part], [two for _, two in part]) for language, part in parts.items()]


def scores(expected: Sequence[str], found: Sequence[str]) -> tuple[Score, ...]:
    """Precision and recall of every class that occurs in `expected`, by name."""
    wanted, got = Counter(expected), Counter(found)
    right = Counter(one for one, other in zip(expected, found, strict=True) if one == other)
    return tuple(
        Score(name, right[name] / got[name] if got[name] else 0.0, right[name] / wanted[name], wanted[name])
        for name in sorted(wanted)
    )


def _report(language: Language, sentences: Sequence[Sentence], understood: Sequence[Understanding]) -> Report:
    expected = [sentence.intent for sentence in sentences]
    found = [name_of(one) for one in understood]
    best = np.array([one.intent.confidence for one in understood], dtype=np.float32)
    right = np.array([one.intent.name == intent for one, intent in zip(understood, expected, strict=True)])
    # Out of scope there is no best intent to be sure of.
    inside = np.array([intent != OUT_OF_SCOPE for intent in expected])
    return Report(
        language=language,
        count=len(sentences),
        accuracy=float(np.mean([one == other for one, other in zip(expected, found, strict=True)])),
        calibration=calibration_error(best[inside], right[inside]),
        language_accuracy=float(np.mean([one.language == language for one in understood])),
        intents=scores(expected, found),
        sentiments=scores([sentence.sentiment for sentence in sentences], [one.sentiment.label for one in understood]),
        confusions=_confusions(expected, found),
    )


def _confusions(expected: Sequence[str], found: Sequence[str]) -> tuple[Confusion, ...]:
    pairs = Counter((one, other) for one, other in zip(expected, found, strict=True) if one != other)
    return tuple(Confusion(one, other, count) for (one, other), count in pairs.most_common())


def _macro(classes: Sequence[Score]) -> float:
    return float(np.mean([score.f1 for score in classes])) if classes else 0.0
