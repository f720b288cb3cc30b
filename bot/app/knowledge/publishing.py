"""Publishing behind the gate: the shop's tests are asked of the base as it would be, and of the one that is live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.app.knowledge.bench import Base
from bot.app.knowledge.measuring import Judged, judged
from bot.app.knowledge.office import Office
from bot.edge.problems import Problem
from knowledge_base.articles import Article
from knowledge_base.errors import Conflict, LibraryError, Unknown
from knowledge_base.history import Edition, Revision
from knowledge_base.library import Library
from retrieval.errors import RetrievalError
from retrieval.testing import Case, gate, read
from retrieval.testing.cases import FILE


@dataclass(frozen=True)
class Publication:
    """Whose drafts shall go live (None: all), who wants it and why, and whether the gate may be closed."""

    ids: Sequence[str] | None
    author: str
    note: str
    force: bool


def publish(office: Office, wanted: Publication) -> tuple[Edition, Judged | None]:
    """The edition that went live, and what the tests said; raises Problem gate_closed, or what `Library.publish` raises.

    What is published is what was tested: where a draft or the live edition changed meanwhile, Conflict is raised.
    """
    library = office.library
    edition = library.edition()
    drafts = chosen(library, wanted.ids)
    tests = _tests(office, drafts, edition, wanted.force)
    if tests and not tests.passed and not wanted.force:
        raise Problem("gate_closed", reason="; ".join(tests.reasons), details={"tests": tests.model_dump(mode="json")})
    _unchanged(library, drafts)
    forced = "" if tests is None or tests.passed else "published though the gate was closed"
    note = ": ".join(part for part in (wanted.note, forced) if part)
    return library.publish(list(drafts), wanted.author, note, edition.number if edition else 0), tests


def chosen(library: Library, ids: Sequence[str] | None) -> Mapping[str, Revision]:
    """The newest drafts of these articles, of all for None, by id; raises Unknown, LibraryError."""
    drafts = {one.article_id: one for one in library.drafts()}
    if not drafts:
        raise LibraryError("", "there is no draft to publish")
    for article_id in ids or ():
        if article_id not in drafts:
            raise Unknown(article_id, "has no draft to publish")
    return drafts if ids is None else {article_id: drafts[article_id] for article_id in ids}


def _tests(office: Office, drafts: Mapping[str, Revision], edition: Edition | None, force: bool) -> Judged | None:
    """The tests; whoever publishes with `force` is not kept by tests that cannot be read."""
    try:
        return rehearsed(office, drafts, edition)
    except RetrievalError:
        if force:
            return None
        raise


def rehearsed(office: Office, drafts: Mapping[str, Revision], edition: Edition | None) -> Judged | None:
    """The shop's tests with `drafts` beside those without; None where the shop has none. Raises RetrievalError, Problem."""
    cases = shop_cases(office)
    if not cases:
        return None
    before, after = bases(office.library, drafts, edition)
    live, candidate = office.bench.runs(cases, before, after)
    return judged(gate(candidate, live), candidate, live)


def bases(library: Library, drafts: Mapping[str, Revision], edition: Edition | None) -> tuple[Base, Base]:
    """What is live, and what would be with `drafts`."""
    number = edition.number if edition else 0
    published = library.published()
    articles: dict[str, Article | None] = {one.id: one for one in published}
    articles |= {article_id: one.article for article_id, one in drafts.items()}
    after = [one for one in articles.values() if one]
    return Base(published if edition else None, number), Base(after, number + 1)


def shop_cases(office: Office) -> Sequence[Case]:
    """The shop's own tests, none where there is no file; raises RetrievalError, or Problem for too many."""
    file = office.data / FILE
    cases = read(file) if file.exists() else ()
    if len(cases) > office.knowledge.test_questions:
        raise Problem(
            "too_many_questions", reason=f"the shop has {len(cases)} tests, [knowledge] test_questions lets fewer be run"
        )
    return cases


def _unchanged(library: Library, drafts: Mapping[str, Revision]) -> None:
    now = {one.article_id: one for one in library.drafts()}
    for article_id, draft in drafts.items():
        if article_id not in now or now[article_id].number != draft.number:
            raise Conflict(article_id, "changed while it was tested: look at it and publish again", now.get(article_id))
