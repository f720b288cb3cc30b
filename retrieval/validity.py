"""Which articles may be said at a time in a channel."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

import numpy as np

from knowledge_base.articles import Article
from retrieval.evidence import Said
from retrieval.indexes import Rows

_KEPT = 64  # answers
_OTHER = "\0"  # all channels that no article names


class Validity:
    """Which of `articles`, whose texts' rows have the `owners` (rows,), may be said: none of those `withdrawn`, by number.

    Between two moments at which some article begins or ends, the answer stays as it is, so it is kept.
    """

    def __init__(self, articles: Sequence[Article], owners: Rows, withdrawn: Sequence[int] = ()) -> None:
        self._owners = owners
        self._standing = np.ones(len(articles), dtype=bool)
        self._standing[list(withdrawn)] = False
        self._limited = [
            (number, article)
            for number, article in enumerate(articles)
            if self._standing[number] and (article.channels or article.valid_from or article.valid_until)
        ]
        limits = (limit for _, article in self._limited for limit in (article.valid_from, article.valid_until))
        self._moments = sorted({limit for limit in limits if limit})
        self._channels = {channel for _, article in self._limited for channel in article.channels}
        self._known: dict[tuple[int, str], Said] = {}

    def at(self, at: datetime, channel: str) -> Said | None:
        """What may be said then and there; None when that is everything."""
        if not self._limited and self._standing.all():
            return None
        key = bisect_right(self._moments, at), channel if not channel or channel in self._channels else _OTHER
        said = self._known.get(key)
        if said is None:
            articles = self._standing.copy()
            for number, article in self._limited:
                articles[number] = article.valid(at, channel)
            said = Said(articles, ~articles[self._owners])
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = said
        return said
