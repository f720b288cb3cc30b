"""The search as it would be with other articles, before anybody else sees it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from configs import plugins
from configs.progress import Progress
from knowledge_base.articles import Article
from nlu.understanding import Understander, Vector
from retrieval.evidence import Evidence, Layout
from retrieval.indexes import Index
from retrieval.live import Overlay
from retrieval.pipeline import embedded
from retrieval.searcher import Searcher
from retrieval.segments import Segment

PAIRS = 4_500
"""Pairs of a text and an article that are learned together in the time in which one changed article is learned beside the others.

Measured: 73 ms for one beside 11,340 texts, 14 to 19 µs for a pair.
"""
_FLAT = {"name": "flat"}


class Rehearsal:
    """Searchers over an index with what would have changed since; only texts that are new are read. For one thread."""

    def __init__(self) -> None:
        self._last: tuple[Segment, Overlay] | None = None

    def searcher(
        self,
        overlay: Overlay,
        understander: Understander,
        articles: Sequence[Article],
        edition: int,
        progress: Progress = lambda _task, _done, _total: None,
    ) -> Searcher:
        """The search over just these `articles`, called `edition`, by the model and the ranking of `overlay`."""
        # What was rehearsed last is nearer to it than what serves, as long as the index is the same.
        start = self._last[1] if self._last and self._last[0] is overlay.base else overlay
        changes = start.differences(articles)
        if PAIRS * len(changes) < len(Layout.of(articles).texts) * len(articles):
            made = start.edited(changes, embedded(start.unread(changes), understander, progress), edition)
        else:
            made = Overlay.over(_anew(start.searcher, understander, articles, edition, progress))
        self._last = overlay.base, made
        return made.searcher


def _anew(like: Searcher, understander: Understander, articles: Sequence[Article], edition: int, progress: Progress) -> Searcher:
    """A searcher of one segment, as an index that is built anew has it; ranked as `like` ranks."""
    texts = set(Layout.of(articles).texts)
    known = {text: vector for text, vector in _known(like) if text in texts}
    vectors = {**known, **embedded(texts - known.keys(), understander, progress)}
    evidence = Evidence.of(articles, vectors, plugins.build(Index, "retrieval.indexes", _FLAT))
    return replace(like, segments=(Segment.of(articles, evidence),), edition=edition)


def _known(searcher: Searcher) -> Iterator[tuple[str, Vector]]:
    for segment in searcher.segments:
        yield from zip(segment.evidence.layout.texts, segment.evidence.vectors, strict=True)
