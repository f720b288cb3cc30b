"""The gate before publishing: what a run must reach, and how much worse than the run before it may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.testing.batch import Result, Run
from retrieval.testing.figures import Figures, figures

_GRADES = {"right": 2, "silent": 1, "wrong": 0}


@dataclass(frozen=True)
class Terms:
    """What opens the gate: the least shares, where given, and at most `worse` questions that come out worse than before.

    `worse` None lets any number pass.
    """

    least_hit1: float | None = None
    least_hit3: float | None = None
    least_mrr: float | None = None
    least_abstention: float | None = None
    most_wrong: int | None = None
    worse: int | None = 0


@dataclass(frozen=True)
class Change:
    """A case that came out differently from the run before."""

    before: Result
    now: Result


@dataclass(frozen=True)
class Verdict:
    """Whether the gate is open, and why not, a sentence each; what became `better` and `worse` since the run before."""

    passed: bool
    reasons: tuple[str, ...]
    better: tuple[Change, ...] = ()
    worse: tuple[Change, ...] = ()


def gate(run: Run, previous: Run | None = None, terms: Terms = Terms()) -> Verdict:
    """Judge `run` by `terms`, and beside the `previous` one where there is one.

    A case is worse when its answer is (right, then silent, then wrong), or with the same answer when the article lost its first
    place. Cases that only one of the runs has count for nothing in that.
    """
    better, worse = compared(run, previous) if previous else ((), ())
    reasons = _shortcomings(figures(run.results)[0], terms)
    if terms.worse is not None and len(worse) > terms.worse:
        first = worse[0].now
        reasons.append(
            f"{len(worse)} questions came out worse than before, {terms.worse} may; the first is {first.question!r} "
            f"({worse[0].before.outcome}, now {first.outcome})"
        )
    return Verdict(not reasons, tuple(reasons), better, worse)


def compared(run: Run, previous: Run) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """What became better and what became worse since the `previous` run."""
    before = {_key(one): one for one in previous.results}
    changes = [Change(before[_key(one)], one) for one in run.results if _key(one) in before]
    better = tuple(one for one in changes if _grade(one.now) > _grade(one.before))
    worse = tuple(one for one in changes if _grade(one.now) < _grade(one.before))
    return better, worse


def _key(result: Result) -> tuple[str, str, str]:
    return result.question, result.language, result.article


def _grade(result: Result) -> tuple[int, bool]:
    return _GRADES[result.outcome], result.rank == 1


def _shortcomings(reached: Figures, terms: Terms) -> list[str]:
    least: Sequence[tuple[str, float | None, float | None]] = (
        ("hit@1", reached.hit1, terms.least_hit1),
        ("hit@3", reached.hit3, terms.least_hit3),
        ("MRR", reached.mrr, terms.least_mrr),
        ("abstention", reached.abstention, terms.least_abstention),
    )
    found = [
        f"{name} is {value:.3f}, less than {wanted:g}"
        for name, value, wanted in least
        if wanted is not None and value is not None and value < wanted
    ]
    if terms.most_wrong is not None and reached.wrong > terms.most_wrong:
        found.append(f"{reached.wrong} questions are answered wrongly, {terms.most_wrong} may be")
    return found
