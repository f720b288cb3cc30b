"""What a publication would do to the shop's tests: they are asked of the base as it is, and of the base as it would be."""

from collections.abc import Sequence
from dataclasses import dataclass

from configs.progress import Progress
from knowledge_base.articles import Article
from knowledge_base.errors import Conflict, LibraryError, Unknown
from knowledge_base.history import Edition, Revision
from knowledge_base.library import Library
from nlu.understanding import Understander
from retrieval.live import Changes, Overlay
from retrieval.testing.batch import Run, asked, read
from retrieval.testing.cases import Case, unknown
from retrieval.testing.gate import Terms, Verdict, gate


@dataclass(frozen=True)
class Judgement:
    """The `verdict` on publishing the `drafts` after the edition of the number `edition`, 0 for none.

    `run` is what came of the tests with the drafts; `unknown` are articles that tests expect and that there would not be.
    """

    verdict: Verdict
    run: Run
    edition: int
    drafts: tuple[Revision, ...]
    unknown: tuple[str, ...]

    def publish(self, library: Library, author: str, note: str = "") -> Edition:
        """Make the drafts live, whatever the verdict.

        Raises Conflict when a draft or what is live is another by now, and as `Library.publish`.
        """
        ids = [draft.article_id for draft in self.drafts]
        if drafted(library, ids) != self.drafts:
            raise Conflict("", "a draft was changed while the tests ran; publish again")
        return library.publish(ids, author, note, expected=self.edition)


def judged(
    library: Library,
    overlay: Overlay,
    understander: Understander,
    cases: Sequence[Case],
    ids: Sequence[str] | None = None,
    terms: Terms | None = None,
    progress: Progress = lambda _task, _done, _total: None,
) -> Judgement:
    """Judge publishing the drafts of the articles `ids`, of all for None, by what becomes of `cases`.

    `overlay` may be behind what is published; only texts that it does not know are read. Nothing is changed. Raises Unknown for
    an article without a draft, LibraryError when there is no draft at all.
    """
    live = library.edition()
    edition = live.number if live else 0
    drafts = drafted(library, ids)
    now = caught_up(overlay, library.published(), edition, understander, progress)
    then = edited(now, _publishing(library, now, drafts), edition, understander, progress)
    vectors = read([case.question for case in cases], understander, progress)
    before, after = (asked(cases, vectors, one.searcher) for one in (now, then))
    missing = unknown(cases, (article.id for article in then.searcher.articles))
    return Judgement(gate(after, before, terms or Terms()), after, edition, drafts, tuple(missing))


def drafted(library: Library, ids: Sequence[str] | None) -> tuple[Revision, ...]:
    """What is to be published of the articles `ids`, of all for None; raises Unknown, and LibraryError when that is nothing."""
    waiting = {draft.article_id: draft for draft in library.drafts()}
    for article_id in ids or ():
        if article_id not in waiting:
            raise Unknown(article_id, "has no draft to publish; `python -m knowledge_base list --drafts` names those that have")
    if not waiting:
        raise LibraryError("", "there is no draft to publish")
    return tuple(draft for name, draft in waiting.items() if ids is None or name in ids)


def caught_up(
    overlay: Overlay,
    published: Sequence[Article],
    edition: int,
    understander: Understander,
    progress: Progress = lambda _task, _done, _total: None,
) -> Overlay:
    """The overlay of what is `published`; the one that is given where nothing ever was, which means the demo's articles."""
    return edited(overlay, overlay.differences(published), edition, understander, progress) if published else overlay


def edited(
    overlay: Overlay,
    changes: Changes,
    edition: int,
    understander: Understander,
    progress: Progress = lambda _task, _done, _total: None,
) -> Overlay:
    """The overlay with `changes`, whose new texts are read."""
    texts = overlay.unread(changes)
    return overlay.edited(changes, dict(zip(texts, read(texts, understander, progress), strict=True)), edition)


def _publishing(library: Library, now: Overlay, drafts: Sequence[Revision]) -> Changes:
    if library.exists():
        return {draft.article_id: draft.article for draft in drafts}
    # With the first edition the demo's articles go.
    return now.differences([draft.article for draft in drafts if draft.article])
