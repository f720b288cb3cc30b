"""What a publication would do to the shop's tests: they are asked of the base as it is, and of the base as it would be."""

from collections.abc import Sequence
from dataclasses import dataclass

from configs.progress import Progress
from knowledge_base.articles import Article
from knowledge_base.errors import Conflict, LibraryError, Unknown
from knowledge_base.history import Edition, Revision
from knowledge_base.library import Library
from nlu.understanding import Understander
from retrieval.live import Overlay
from retrieval.rehearsal import Rehearsal
from retrieval.searcher import Searcher
from retrieval.testing.batch import Run, asked, read
from retrieval.testing.cases import Case, unknown
from retrieval.testing.gate import Terms, Verdict, gate


@dataclass(frozen=True)
class Stage:
    """What the base in a `library` would be searched with: an `overlay` that may be behind it, its model, and a rehearsal.

    One `rehearsal` may serve many stages, one after the other.
    """

    library: Library
    overlay: Overlay
    understander: Understander
    rehearsal: Rehearsal

    def live(self, progress: Progress = lambda _task, _done, _total: None) -> Searcher:
        """What customers are answered from: what is published, or before anything was, what the index holds."""
        edition = self.library.edition()
        if edition is None:
            return self.overlay.searcher
        return self.searcher(self.library.published(), edition.number, progress)

    def searcher(self, articles: Sequence[Article], edition: int, progress: Progress) -> Searcher:
        """The search over just these `articles`; only texts that are new are read."""
        return self.rehearsal.searcher(self.overlay, self.understander, articles, edition, progress)


@dataclass(frozen=True)
class Judgement:
    """The `verdict` on publishing the `drafts` after the edition of the number `edition`, 0 for none.

    `run` is what came of the tests with the drafts and `before` without; `unknown` are articles that tests expect and that there
    would not be.
    """

    verdict: Verdict
    run: Run
    before: Run
    edition: int
    drafts: tuple[Revision, ...]
    unknown: tuple[str, ...]

    def publish(self, library: Library, author: str, note: str = "") -> Edition:
        """Make the drafts live, whatever the verdict.

        Raises Conflict when a draft or what is live is another by now, and as `Library.publish`.
        """
        now = {draft.article_id: draft for draft in library.drafts()}
        for draft in self.drafts:
            newest = now.get(draft.article_id)
            if newest != draft:
                raise Conflict(draft.article_id, "changed while the tests ran: look at it and publish again", newest)
        return library.publish([draft.article_id for draft in self.drafts], author, note, expected=self.edition)


def judged(
    stage: Stage,
    cases: Sequence[Case],
    ids: Sequence[str] | None = None,
    terms: Terms | None = None,
    progress: Progress = lambda _task, _done, _total: None,
) -> Judgement:
    """Judge publishing the drafts of the articles `ids`, of all for None, by what becomes of `cases`.

    Nothing is changed. Raises Unknown for an article without a draft, LibraryError when there is no draft at all.
    """
    library = stage.library
    live = library.edition()
    edition = live.number if live else 0
    drafts = drafted(library, ids)
    articles: dict[str, Article | None] = {one.id: one for one in library.published()}
    articles |= {draft.article_id: draft.article for draft in drafts}
    vectors = read([case.question for case in cases], stage.understander, progress)
    before = asked(cases, vectors, stage.live(progress))
    then = stage.searcher([one for one in articles.values() if one], edition + 1, progress)
    after = asked(cases, vectors, then)
    missing = unknown(cases, (article.id for article in then.articles))
    return Judgement(gate(after, before, terms or Terms()), after, before, edition, drafts, tuple(missing))


def drafted(library: Library, ids: Sequence[str] | None) -> tuple[Revision, ...]:
    """What is to be published of the articles `ids`, of all for None; raises Unknown, and LibraryError when that is nothing."""
    waiting = {draft.article_id: draft for draft in library.drafts()}
    if not waiting:
        raise LibraryError("", "there is no draft to publish")
    for article_id in ids or ():
        if article_id not in waiting:
            raise Unknown(article_id, "has no draft to publish; save one, or leave it out")
    return tuple(draft for name, draft in waiting.items() if ids is None or name in ids)
