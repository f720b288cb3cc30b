"""Publishing behind the gate: the shop's tests are asked of the base as it would be, and of the one that is live."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app.knowledge.measuring import Judged, told
from bot.app.knowledge.office import Office
from bot.edge.problems import Problem
from knowledge_base.history import Edition
from retrieval.errors import RetrievalError
from retrieval.testing import Case, read
from retrieval.testing.candidate import drafted
from retrieval.testing.cases import FILE


@dataclass(frozen=True)
class Publication:
    """Whose drafts shall go live (None: all), who wants it and why, and whether the gate may be closed."""

    ids: Sequence[str] | None
    author: str
    note: str
    force: bool


def publish(office: Office, wanted: Publication) -> tuple[Edition, Judged | None]:
    """The edition that went live, and what the tests said, None without tests.

    What is published is what was tested. Raises Problem gate_closed, and as `retrieval.testing.judged` and `Judgement.publish`.
    """
    cases = _cases(office, wanted.force)
    if not cases:
        drafted(office.library, wanted.ids)
        return office.library.publish(wanted.ids, wanted.author, wanted.note), None
    judgement = office.bench.judged(office.library, cases, wanted.ids)
    tests = told(judgement)
    if not tests.passed and not wanted.force:
        raise Problem("gate_closed", reason="; ".join(tests.reasons), details={"tests": tests.model_dump(mode="json")})
    forced = "" if tests.passed else "published though the gate was closed"
    note = ": ".join(part for part in (wanted.note, forced) if part)
    return judgement.publish(office.library, wanted.author, note), tests


def shop_cases(office: Office) -> Sequence[Case]:
    """The shop's own tests, none where there is no file; raises RetrievalError, or Problem for too many."""
    file = office.data / FILE
    cases = read(file) if file.exists() else ()
    if len(cases) > office.knowledge.test_questions:
        raise Problem(
            "too_many_questions", reason=f"the shop has {len(cases)} tests, [knowledge] test_questions lets fewer be run"
        )
    return cases


def _cases(office: Office, force: bool) -> Sequence[Case]:
    """The tests; whoever publishes with `force` is not kept by tests that cannot be read."""
    try:
        return shop_cases(office)
    except RetrievalError:
        if force:
            return ()
        raise
