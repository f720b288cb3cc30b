"""Where the dial leads: the least confidence from which on answers are right as often as the shop asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from configs.settings import RetrievalSettings
from nlu.intervals import LEVEL, clopper_pearson
from retrieval.calibration import Points

FEWEST = 50  # questions, to set anything by


@dataclass(frozen=True)
class OperatingPoint:
    """What comes of answering from the confidence `threshold` on.

    Of the `questions` and `strangers` that it is counted on, which nothing was learnt from, `right` and `wrong` questions and
    `taken` strangers would be answered; `low` and `high` bound the precision.
    """

    threshold: float
    questions: int
    strangers: int
    right: int
    wrong: int
    taken: int
    low: float
    high: float

    @property
    def answered(self) -> int:
        """How many messages get an answer."""
        return self.right + self.wrong + self.taken

    @property
    def precision(self) -> float | None:
        """The share of the answers that are right; None without any."""
        return self.right / self.answered if self.answered else None

    @property
    def coverage(self) -> float:
        """The share of the questions that get an answer, right or wrong."""
        return (self.right + self.wrong) / self.questions if self.questions else 0.0

    @property
    def silent(self) -> int:
        """How many questions get none."""
        return self.questions - self.right - self.wrong


@dataclass(frozen=True)
class Setting:
    """The dial at a `target`: where that leads, and in one sentence what kept it from being reached, "" when it was."""

    target: float
    point: OperatingPoint
    problem: str = ""


def operating_point(points: Points, threshold: float) -> OperatingPoint:
    """What `threshold` does."""
    right, wrong, taken = (sum(sure >= threshold for sure in group) for group in (points.right, points.wrong, points.strangers))
    bounds = clopper_pearson(right, right + wrong + taken)
    return OperatingPoint(threshold, points.questions, len(points.strangers), right, wrong, taken, *bounds)


def turned(points: Points, target: float, default: float) -> Setting:
    """The smallest threshold whose precision is at least `target` by its lower bound.

    Where there is none, the strictest: just above the surest mistake, and never under `default`. With fewer than FEWEST questions
    it is `default`.
    """
    if points.questions < FEWEST:
        problem = f"{points.questions} questions with known articles are too few to set a precision by; {FEWEST} are needed"
        return Setting(target, operating_point(points, default), f"{problem}, so answers are given from {default:g} on")
    if reached := _smallest(points, target):
        return Setting(target, operating_point(points, reached))
    mistakes = max((*points.wrong, *points.strangers), default=0.0)
    strictest = max(default, float(np.nextafter(mistakes, 1.0)))
    point = operating_point(points, strictest)
    problem = (
        f"{points.questions} questions cannot show a precision of {target:g}; the strictest threshold, above every known "
        f"mistake, shows {point.low:.3f} with {point.answered} answers"
    )
    return Setting(target, point, problem)


def thresholds(points: Mapping[str, Points], configured: RetrievalSettings) -> dict[str, float]:
    """The least confidence of an answer, by language: what the dial gives where it is set, else `answer_above`."""
    settings = {language: setting(one, language, configured) for language, one in points.items()}
    return {language: one.point.threshold if one else configured.answer_above for language, one in settings.items()}


def setting(points: Points, language: str, configured: RetrievalSettings) -> Setting | None:
    """Where the dial stands for a language; None where no precision is asked for."""
    target = precision(language, configured)
    return None if target is None else turned(points, target, configured.answer_above)


def precision(language: str, configured: RetrievalSettings) -> float | None:
    """The precision that is asked for in a language."""
    asked = configured.precision
    return {str(one): share for one, share in asked.items()}.get(language) if isinstance(asked, dict) else asked


def _smallest(points: Points, target: float) -> float | None:
    mistakes = (*points.wrong, *points.strangers)
    sure = np.array([*points.right, *mistakes])
    correct = np.concatenate([np.ones(len(points.right)), np.zeros(len(mistakes))])
    order = np.argsort(-sure, kind="stable")
    sure, right = sure[order], np.cumsum(correct[order])
    answered = np.arange(1, len(sure) + 1)
    low = betaincinv(np.maximum(right, 1), answered - right + 1, (1 - LEVEL) / 2)
    # Who is as sure as the next one is answered with it.
    last = np.append(sure[1:] != sure[:-1], True)
    places = np.flatnonzero((low >= target) & (right > 0) & last)
    return float(sure[places[-1]]) if len(places) else None
