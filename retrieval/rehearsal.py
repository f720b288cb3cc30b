"""The search as it would be with other articles, before anybody else sees it."""

from collections.abc import Sequence

from knowledge_base.articles import Article
from nlu.understanding import Understander, Vector
from retrieval.live import Overlay
from retrieval.searcher import Searcher

_BATCH = 64


class Rehearsal:
    """Searchers over an index with what would have changed since; only texts that are new are read. For one thread."""

    def __init__(self) -> None:
        self._last: Overlay | None = None

    def searcher(self, overlay: Overlay, understander: Understander, articles: Sequence[Article], edition: int) -> Searcher:
        """The search over just these `articles`, called `edition`, by the index and the ranking of `overlay`."""
        # What was rehearsed last is nearer to it than what serves, as long as the index is the same.
        start = self._last if self._last is not None and self._last.base is overlay.base else overlay
        changes = start.differences(articles)
        read = _read(start.unread(changes), understander)
        self._last = start.edited(changes, read, edition)
        return self._last.searcher


def _read(texts: Sequence[str], understander: Understander) -> dict[str, Vector]:
    """The vectors of `texts`; those of like length are read together, which costs the encoder least."""
    ordered = sorted(texts, key=len)
    vectors: dict[str, Vector] = {}
    for start in range(0, len(ordered), _BATCH):
        batch = ordered[start : start + _BATCH]
        vectors.update(zip(batch, understander.embed(batch), strict=True))
    return vectors
