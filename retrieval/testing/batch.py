"""Many questions asked one after the other, each with what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from configs.progress import Progress
from nlu.understanding import Understander, Vector
from retrieval.answers import ANSWER_ABOVE
from retrieval.searcher import Searcher
from retrieval.testing.cases import Case

DEPTH = 10  # articles looked through for the right one
_BATCH = 64

Outcome = Literal["right", "wrong", "silent"]


@dataclass(frozen=True)
class Result:
    """What came of a case.

    `rank` is the place of the expected article among the first ten, 0 where it is not there or none is expected; `said` is the
    article that would be answered, "" for none. The outcome is `right` also where nothing is expected and nothing is said.
    """

    question: str
    language: str
    article: str
    found: tuple[str, ...]
    rank: int
    confidence: float
    said: str

    @property
    def outcome(self) -> Outcome:
        """`wrong` where something else is said than what is expected, `silent` where nothing is."""
        if self.said == self.article:
            return "right"
        return "wrong" if self.said else "silent"


@dataclass(frozen=True)
class Run:
    """The results of all cases on one index and edition; `at` is an ISO time in UTC."""

    index: str
    edition: int
    at: str
    results: tuple[Result, ...]


def run(
    cases: Sequence[Case],
    searcher: Searcher,
    understander: Understander,
    progress: Progress = lambda _task, _done, _total: None,
) -> Run:
    """Read every case and ask it."""
    return asked(cases, read([case.question for case in cases], understander, progress), searcher)


def read(
    texts: Sequence[str], understander: Understander, progress: Progress = lambda _task, _done, _total: None
) -> list[Vector]:
    """The unit vector of each text; in batches, those of like length together."""
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    vectors: dict[int, Vector] = {}
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        vectors.update(zip(batch, understander.embed([texts[number] for number in batch]), strict=True))
        progress("reading", len(vectors), len(texts))
    return [vectors[number] for number in range(len(texts))]


def asked(cases: Sequence[Case], vectors: Sequence[Vector], searcher: Searcher) -> Run:
    """Ask every case, all at the same moment."""
    now = datetime.now(UTC)
    results = tuple(_result(case, searcher, vector, now) for case, vector in zip(cases, vectors, strict=True))
    return Run(searcher.version, searcher.edition, now.isoformat(timespec="seconds"), results)


def _result(case: Case, searcher: Searcher, vector: Vector, at: datetime) -> Result:
    found = searcher.search(case.question, vector, case.language, DEPTH, at)
    names = tuple(hit.article_id for hit in found.hits)
    best = searcher.article(names[0], case.language, at) if names else None
    threshold = ANSWER_ABOVE if best is None or best.threshold is None else best.threshold
    said = best.article_id if best and found.confidence >= threshold else ""
    rank = names.index(case.article) + 1 if case.article in names else 0
    confidence = round(found.confidence, 4)
    return Result(case.question, case.language, case.article, names[:3], rank, confidence, said)
