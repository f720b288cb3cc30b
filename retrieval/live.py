"""What was edited since an index was built, searched beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from configs import plugins
from knowledge_base.articles import LANGUAGES, Article
from nlu.understanding import Vector
from retrieval.evidence import Evidence, Layout, document
from retrieval.indexes import Index
from retrieval.latecomers import NONE, Latecomers
from retrieval.lexical import Document, Lexical
from retrieval.prototypes import Prototypes
from retrieval.searcher import Searcher
from retrieval.segments import Segment

Changes = Mapping[str, Article | None]
"""Articles by id as they are now; None for what is there no longer."""
_SMALL = {"name": "flat", "gpu": False}


@dataclass(frozen=True)
class Addition:
    """An article that the index does not hold as it is now: the vectors of its texts, its tokens by language, its prototype."""

    article: Article
    vectors: Vector
    documents: Mapping[str, Document]
    prototype: Vector
    offset: float


@dataclass(frozen=True)
class Overlay:
    """The searcher of an index with what has changed since; a change makes another one."""

    searcher: Searcher
    base: Segment
    latecomers: Latecomers = field(repr=False)
    additions: Mapping[str, Addition] = field(default_factory=dict)

    @classmethod
    def over(cls, searcher: Searcher) -> Self:
        """Nothing has changed since the index of `searcher` was built."""
        base = searcher.segments[0]
        return cls(searcher, base, Latecomers(base.evidence))

    @property
    def changed(self) -> int:
        """How many articles are not as the index knows them."""
        withdrawn = self.searcher.segments[0].withdrawn
        return len(withdrawn | self.additions.keys())

    def differences(self, published: Iterable[Article]) -> dict[str, Article | None]:
        """What would have to change so that just these articles are searched."""
        wanted = {article.id: article for article in published}
        versions = {name: version for segment in self.searcher.segments for name, version in segment.versions.items()}
        standing = {article.id: versions[article.id] for article in self.searcher.articles}
        changes: dict[str, Article | None] = dict.fromkeys(standing.keys() - wanted.keys())
        return changes | {name: one for name, one in wanted.items() if one.version != standing.get(name)}

    def unread(self, changes: Changes) -> list[str]:
        """The texts whose vectors `edited` needs."""
        return sorted(
            {
                text
                for article in changes.values()
                if article and not self._in_base(article)
                for text in set(Layout.of([article]).texts) - self._vectors(article.id).keys()
            }
        )

    def edited(self, changes: Changes, read: Mapping[str, Vector], edition: int) -> Self:
        """The overlay with these changes, as of `edition`; `read` holds the unit vectors of the texts that were `unread`."""
        additions = {name: one for name, one in self.additions.items() if name not in changes}
        withdrawn = self.searcher.segments[0].withdrawn - changes.keys()
        for name, article in changes.items():
            if article is None or not self._in_base(article):
                withdrawn |= {name}
            if article is not None and not self._in_base(article):
                additions[name] = self._addition(article, {**self._vectors(name), **read})
        segments = [self.base.without(withdrawn)]
        if additions:
            segments.append(self._segment(list(additions.values())))
        return replace(self, searcher=replace(self.searcher, segments=tuple(segments), edition=edition), additions=additions)

    def _in_base(self, article: Article) -> bool:
        return self.base.versions.get(article.id) == article.version

    def _vectors(self, name: str) -> dict[str, Vector]:
        """The vectors of the article as the index knows it and as it was last."""
        known: dict[str, Vector] = {}
        layout, number = self.base.evidence.layout, self.base.numbers.get(name, NONE)
        if number != NONE:
            rows = range(*np.searchsorted(layout.articles, [number, number + 1]))
            known = {layout.texts[row]: self.base.evidence.vectors[row] for row in rows}
        if last := self.additions.get(name):
            known.update(zip(Layout.of([last.article]).texts, last.vectors, strict=True))
        return known

    def _addition(self, article: Article, vectors: Mapping[str, Vector]) -> Addition:
        own = np.stack([vectors[text] for text in Layout.of([article]).texts]).astype(np.float32)
        number = self.base.numbers.get(article.id, NONE)
        if number != NONE and _wordings(article) == _wordings(self.base.articles[number]):
            learned = self.base.evidence.learned
            prototype, offset = learned.vectors[number], float(learned.offsets[number])
        else:
            prototype, offset = self.latecomers.learn(own, number)
        documents = {language: document(article, language) for language in LANGUAGES}
        return Addition(article, own, documents, prototype, offset)

    def _segment(self, additions: Sequence[Addition]) -> Segment:
        articles = [one.article for one in additions]
        rows = np.concatenate([one.vectors for one in additions])
        index = plugins.build(Index, "retrieval.indexes", _SMALL)
        index.add(rows)
        like = self.base.evidence.lexical
        lexical = {
            language: Lexical.fit([one.documents[language] for one in additions], like[language]) for language in LANGUAGES
        }
        offsets = np.array([one.offset for one in additions], dtype=np.float32)
        learned = Prototypes(np.stack([one.prototype for one in additions]), offsets)
        return Segment.of(articles, Evidence(Layout.of(articles), rows, index, lexical, learned))


def _wordings(article: Article) -> dict[str, tuple[str, ...]]:
    return {language: passage.wordings for language, passage in article.passages.items()}
