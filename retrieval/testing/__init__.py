"""Tests of the search: one question taken apart, many questions counted, and a gate for what is about to be published."""

from retrieval.testing.batch import Result, Run, run
from retrieval.testing.candidate import Judgement, judged
from retrieval.testing.cases import Case, add, read
from retrieval.testing.figures import Figures, figures
from retrieval.testing.gate import Terms, Verdict, gate
from retrieval.testing.trace import Contribution, Stage, Trace, explain

__all__ = [
    "Case",
    "Contribution",
    "Figures",
    "Judgement",
    "Result",
    "Run",
    "Stage",
    "Terms",
    "Trace",
    "Verdict",
    "add",
    "explain",
    "figures",
    "gate",
    "judged",
    "read",
    "run",
]
