"""The JSON of tests of the search."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel

from retrieval.testing import Judgement, Result, Run, figures
from retrieval.testing.gate import Change

SHOWN = 200  # questions that became better or worse


class Judged(BaseModel):
    """What a test came to beside what serves: whether the gate is open, why not, and which questions changed."""

    passed: bool
    reasons: list[str]
    better: list[dict[str, Any]]
    worse: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    before: list[dict[str, Any]]


class Asked(BaseModel):
    """One test: the figures of all and of each language, every question that did not come out right, and unknown articles."""

    index: str
    edition: int
    at: str
    figures: list[dict[str, Any]]
    failed: list[dict[str, Any]]
    unknown: list[str]
    verdict: Judged | None = None


def told(judgement: Judgement) -> Judged:
    """A judgement in short."""
    verdict = judgement.verdict
    return Judged(
        passed=verdict.passed,
        reasons=list(verdict.reasons),
        better=[_change(one) for one in verdict.better[:SHOWN]],
        worse=[_change(one) for one in verdict.worse[:SHOWN]],
        figures=counted(judgement.run),
        before=counted(judgement.before),
    )


def asked(run: Run, unknown: Sequence[str], verdict: Judged | None = None) -> Asked:
    """A run in short."""
    failed = [_result(one) for one in run.results if one.outcome != "right"]
    return Asked(
        index=run.index,
        edition=run.edition,
        at=run.at,
        figures=counted(run),
        failed=failed,
        unknown=list(unknown),
        verdict=verdict,
    )


def counted(run: Run) -> list[dict[str, Any]]:
    """The figures of all questions, then of each language."""
    return [asdict(one) for one in figures(run.results)]


def _change(change: Change) -> dict[str, Any]:
    now = _result(change.now)
    return now | {"before": {"outcome": change.before.outcome, "said": change.before.said, "rank": change.before.rank}}


def _result(result: Result) -> dict[str, Any]:
    return {**asdict(result), "outcome": result.outcome}
