"""How sure the search was of questions that it had not learnt from, and whether it was right: what a precision dial is set by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval import fusion
from retrieval.confidence import Confidence, signs
from retrieval.evidence import Candidates
from retrieval.fusion import Weights

FOLDS = 5
ENOUGH = 200  # questions that articles hold back, to do without those that the ranking is learnt from
STRANGERS = 5  # one message in so many is none that any article answers

Asked = tuple[Candidates, int]
"""What was found for a question, and the number of its article; -1 for a stranger's."""


@dataclass(frozen=True)
class Points:
    """The confidence in the first article: where it was the `right` one, where it was `wrong`, and for `strangers`.

    `source` names the questions: those that articles hold back, or wordings taken out of the base, scored by rankings that were
    learnt from the others (cross-fitting).
    """

    right: tuple[float, ...]
    wrong: tuple[float, ...]
    strangers: tuple[float, ...]
    source: Literal["held back", "reserved"]

    @property
    def questions(self) -> int:
        """How many questions have an article."""
        return len(self.right) + len(self.wrong)


def confidence(asked: Sequence[Asked], weights: Weights) -> Confidence:
    """How sure to be, fitted on questions and strangers that are ranked by `weights`."""
    rows, right = [], []
    for candidates, gold in asked:
        if len(candidates.articles):
            scores = fusion.scores(candidates, weights)
            rows.append(signs(candidates, scores))
            right.append(bool(candidates.articles[scores.argmax()] == gold))
    return Confidence.fit(rows, right)


def points(asked: Sequence[Asked], strangers: Sequence[Asked], held_back: Sequence[Asked], weights: Weights) -> Points:
    """The points of one language, whose ranking by `weights` was learnt from all of `asked` and `strangers`.

    Held-back questions, when there are ENOUGH, are asked of the very base that serves, and nothing was learnt from them.
    """
    ranked = confidence([*asked, *strangers], weights)
    questions, others = _cross_fitted(asked, strangers)
    held = [_judged(one, weights, ranked) for one in held_back]
    if len(held) >= ENOUGH:
        return _counted(held, others, "held back")
    return _counted([*questions, *held], others, "reserved")


_Judged = tuple[float, bool]


def _cross_fitted(asked: Sequence[Asked], strangers: Sequence[Asked]) -> tuple[list[_Judged], list[_Judged]]:
    questions: list[_Judged] = []
    others: list[_Judged] = []
    for fold in range(FOLDS):
        known, unknown = (_rest(group, fold) for group in (asked, strangers))
        weights = fusion.fit([one for one, _ in known], [gold for _, gold in known])
        ranked = confidence([*known, *unknown], weights)
        questions += [_judged(one, weights, ranked) for one in asked[fold::FOLDS]]
        others += [_judged(one, weights, ranked) for one in strangers[fold::FOLDS]]
    return questions, others


def _rest(group: Sequence[Asked], fold: int) -> list[Asked]:
    return [one for number, one in enumerate(group) if number % FOLDS != fold]


def _judged(asked: Asked, weights: Weights, ranked: Confidence) -> _Judged:
    candidates, gold = asked
    if not len(candidates.articles):
        return 0.0, False
    scores = fusion.scores(candidates, weights)
    return ranked.of(candidates, scores), bool(candidates.articles[scores.argmax()] == gold)


def _counted(questions: Sequence[_Judged], strangers: Sequence[_Judged], source: Literal["held back", "reserved"]) -> Points:
    """As many strangers as are usual beside so many questions, taken from all over."""
    wanted = min(len(strangers), round(len(questions) / (STRANGERS - 1)))
    chosen = [strangers[number * len(strangers) // wanted][0] for number in range(wanted)]
    right, wrong = ([sure for sure, correct in questions if correct is kind] for kind in (True, False))
    return Points(tuple(sorted(right)), tuple(sorted(wrong)), tuple(sorted(chosen)), source)
