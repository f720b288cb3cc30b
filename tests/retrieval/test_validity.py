"""What is said depends on the moment and on the channel, whatever lies in the index."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.articles import Article, Passage
from nlu.understanding import Understander
from retrieval.live import Overlay
from retrieval.searcher import Searcher
from retrieval.validity import Validity

Build = Callable[[tuple[Article, ...]], Searcher]
SALE = Article(
    "singles-day",
    "use_coupon",
    {
        "en": Passage("Is there a Singles' Day discount?", "Ten percent off everything."),
        "zh": Passage("双十一有折扣吗？", "全场九折。"),
    },
    valid_from=datetime(2026, 11, 11, tzinfo=UTC),
    valid_until=datetime(2026, 11, 12, tzinfo=UTC),
)
MOMENTS = [datetime(2026, 11, day, tzinfo=UTC) for day in range(1, 8)]


@pytest.fixture(params=["built", "edited"])
def searcher(request: pytest.FixtureRequest, build: Build, articles: tuple[Article, ...], encoder: Understander) -> Searcher:
    """The small shop with a sale, which is in the index or lies beside it."""
    if request.param == "built":
        return build((*articles, SALE))
    overlay = Overlay.over(build(articles))
    texts = overlay.unread({SALE.id: SALE})
    return overlay.edited({SALE.id: SALE}, dict(zip(texts, encoder.embed(texts), strict=True)), 1).searcher


@pytest.mark.parametrize(("text", "language"), [("Is there a Singles' Day discount?", "en"), ("双十一有折扣吗？", "zh")])
def test_an_article_is_said_from_its_first_moment_until_just_before_its_last(
    searcher: Searcher, encoder: Understander, text: str, language: str
) -> None:
    vector = encoder.embed([text])[0]
    instant = timedelta(microseconds=1)
    assert SALE.valid_from is not None
    assert SALE.valid_until is not None
    for at, said in [
        (SALE.valid_from - instant, False),
        (SALE.valid_from, True),
        (SALE.valid_from.astimezone(timezone(timedelta(hours=8))), True),
        (SALE.valid_until - instant, True),
        (SALE.valid_until, False),
        (SALE.valid_until + timedelta(days=365), False),
    ]:
        hits = searcher.search(text, vector, language, at=at).hits
        assert (SALE.id in {hit.article_id for hit in hits}) == said
        assert (hits[0].article_id == SALE.id) == said
        assert (searcher.article(SALE.id, language, at) is not None) == said


def test_without_a_moment_it_is_now(build: Build, articles: tuple[Article, ...], encoder: Understander) -> None:
    now = datetime.now(UTC)
    over = replace(SALE, valid_from=now - timedelta(days=2), valid_until=now - timedelta(days=1))
    begun = replace(SALE, id="begun", valid_from=now - timedelta(days=1), valid_until=now + timedelta(days=1))
    found = build((*articles, over, begun)).answer("双十一有折扣吗？", encoder.embed(["双十一有折扣吗？"])[0], "zh")
    assert found is not None
    assert found.article_id == "begun"
    assert "singles-day" not in {hit.article_id for hit in found.alternatives}


@pytest.mark.parametrize(("channel", "said"), [("websocket", True), ("rest", False), ("", True)])
def test_an_article_is_said_on_its_channels_only(
    build: Build, articles: tuple[Article, ...], encoder: Understander, channel: str, said: bool
) -> None:
    searcher = build((*articles, replace(SALE, valid_from=None, valid_until=None, channels=("websocket", "telegram"))))
    vector = encoder.embed(["Is there a Singles' Day discount?"])[0]
    answer = searcher.answer("Is there a Singles' Day discount?", vector, "en", channel=channel)
    assert answer is not None
    assert (answer.article_id == SALE.id) == said
    assert (searcher.article(SALE.id, "en", channel=channel) is not None) == said


def test_what_is_not_said_does_not_keep_what_is_from_being_found(build: Build, encoder: Understander) -> None:
    """A hundred sales that are over lie nearer to the question than the one article that is left."""
    over = [replace(SALE, id=f"sale-{number}") for number in range(100)]
    left = Article("rebates", "use_coupon", {"en": Passage("What about rebates?", "There are none.")})
    searcher = build((*over, left))
    question = "Is there a Singles' Day discount?"
    found = searcher.search(question, encoder.embed([question])[0], "en", at=datetime(2027, 1, 1, tzinfo=UTC))
    assert [hit.article_id for hit in found.hits] == ["rebates"]


@given(
    terms=st.lists(st.tuples(*[st.none() | st.sampled_from(MOMENTS)] * 2, st.sets(st.sampled_from("ab"))), max_size=5),
    at=st.datetimes(datetime(2026, 10, 30), datetime(2026, 11, 9)),
    channel=st.sampled_from(["", "a", "b", "c", "d"]),
)
def test_the_answer_is_that_of_each_article(
    terms: list[tuple[datetime | None, datetime | None, set[str]]], at: datetime, channel: str
) -> None:
    passages = {"en": Passage("Why?", "So.")}
    articles = [
        Article(str(number), "", passages, tuple(channels), begins, ends) for number, (begins, ends, channels) in enumerate(terms)
    ]
    validity = Validity(articles, np.repeat(np.arange(len(articles)), 2))
    for moment in (*MOMENTS, at.replace(tzinfo=UTC)):
        for where in ("c", channel):
            said = validity.at(moment, where)
            valid = [one.valid(moment, where) for one in articles]
            assert said is not None or all(valid)
            assert said is None or said.articles.tolist() == valid
            assert said is None or said.without.tolist() == [not one for one in valid for _ in range(2)]
