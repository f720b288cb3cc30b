"""The search as it would be, beside the one that serves."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from knowledge_base.articles import Article, Passage
from nlu.understanding import Understander, Vector
from retrieval import rehearsal
from retrieval.live import Overlay
from retrieval.rehearsal import Rehearsal
from retrieval.searcher import Searcher
from retrieval.segments import Segment

Build = Callable[[tuple[Article, ...]], Searcher]
WRAP = Article("gift-wrap", "", {"en": Passage("Is there a gift wrap?", "Yes."), "zh": Passage("有礼品包装吗？", "有。")})


@pytest.fixture(params=["beside the others", "all together"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Which of the two ways to learn is taken."""
    monkeypatch.setattr(rehearsal, "PAIRS", 0 if request.param == "beside the others" else 1_000_000)
    return str(request.param)


@pytest.mark.parametrize(("text", "language"), [("is there gift wrap", "en"), ("有礼品包装吗", "zh")])
def test_what_is_new_is_found_and_what_went_is_not(
    build: Build, encoder: Understander, articles: tuple[Article, ...], way: str, text: str, language: str
) -> None:
    serving = build(articles)
    later = (*articles[1:], WRAP)
    searcher = Rehearsal().searcher(Overlay.over(serving), encoder, later, 7)
    assert {one.id for one in searcher.articles} == {one.id for one in later}
    assert searcher.search(text, encoder.embed([text])[0], language).hits[0].article_id == "gift-wrap"
    assert (searcher.edition, searcher.version, searcher.ranking) == (7, serving.version, serving.ranking)
    assert {one.id for one in serving.articles} == {one.id for one in articles}


def test_both_ways_find_the_same(
    build: Build, encoder: Understander, articles: tuple[Article, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    overlay, found = Overlay.over(build(articles)), []
    for pairs in (0, 1_000_000):
        monkeypatch.setattr(rehearsal, "PAIRS", pairs)
        searcher = Rehearsal().searcher(overlay, encoder, (*articles, WRAP), 1)
        found.append(
            [searcher.search(one, encoder.embed([one])[0], "en").hits[0].article_id for one in ("gift wrap", "vouchers")]
        )
    assert found[0] == found[1] == ["gift-wrap", "gift-cards"]


def test_only_what_is_new_is_read(build: Build, encoder: Understander, articles: tuple[Article, ...], way: str) -> None:
    read: list[str] = []

    class Counting:
        model = encoder.model
        understand = encoder.understand

        def embed(self, texts: list[str]) -> Vector:
            read.extend(texts)
            return encoder.embed(texts)

    overlay, counting, tried = Overlay.over(build(articles)), Counting(), Rehearsal()
    for later in ((*articles, WRAP), (*articles, replace(WRAP, owner="林梅")), (*articles, WRAP)):
        tried.searcher(overlay, counting, later, 1)
    texts = [text for one in WRAP.passages.values() for text in (one.question, one.answer)]
    assert sorted(read) == sorted(texts)


def test_another_index_is_not_mixed_with_what_was_rehearsed_before(
    build: Build, encoder: Understander, articles: tuple[Article, ...], way: str
) -> None:
    tried = Rehearsal()
    serving = build(articles)
    tried.searcher(Overlay.over(serving), encoder, (*articles, WRAP), 1)
    other = replace(serving, segments=(Segment.of(serving.articles, serving.segments[0].evidence),), version="other")
    searcher = tried.searcher(Overlay.over(other), encoder, (WRAP,), 2)
    assert (searcher.version, [one.id for one in searcher.articles]) == ("other", ["gift-wrap"])
    assert np.isfinite(searcher.search("gift wrap", encoder.embed(["gift wrap"])[0], "en").confidence)
