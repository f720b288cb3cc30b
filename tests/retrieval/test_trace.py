"""One question taken apart: the parts add up to the whole."""

import json
from dataclasses import asdict, replace

import pytest

from configs import settings
from knowledge_base.articles import Article
from nlu.understanding import Understander
from retrieval.searcher import Searcher
from retrieval.testing import Trace, explain
from tests.retrieval.test_searcher import Build

SETTINGS = settings.load().retrieval
QUESTIONS = [("so how long will the delivery take then", "en"), ("送货一般要多久呢", "zh")]


@pytest.mark.parametrize(("text", "language"), QUESTIONS)
def test_contributions_add_up_to_the_scores_of_the_search(
    demo: Searcher, encoder: Understander, text: str, language: str
) -> None:
    found = explain(demo, encoder, text, SETTINGS, count=8)
    hits = demo.search(text, encoder.embed([text])[0], language, 8).hits
    assert found.language == language
    assert [one.article_id for one in found.stages] == [hit.article_id for hit in hits]
    assert [one.score for one in found.stages] == pytest.approx([hit.score for hit in hits])
    assert [one.value("lexical") for one in found.stages] == pytest.approx([hit.lexical for hit in hits])


@pytest.mark.parametrize(("text", "language"), QUESTIONS)
def test_the_reasons_are_what_the_first_has_more_of_than_the_second(
    demo: Searcher, encoder: Understander, text: str, language: str
) -> None:
    found = explain(demo, encoder, text, SETTINGS, language)
    first, second = found.stages[:2]
    assert found.margin == pytest.approx(first.score - second.score)
    assert found.margin > 0
    assert sum(points for _, points in found.because) >= found.margin
    assert [points for _, points in found.because] == sorted((points for _, points in found.because), reverse=True)


@pytest.mark.parametrize(("text", "language"), QUESTIONS)
def test_the_nearest_wording_is_one_of_the_article(demo: Searcher, encoder: Understander, text: str, language: str) -> None:
    wordings = {article.id: {one for p in article.passages.values() for one in p.wordings} for article in demo.articles}
    for stage in explain(demo, encoder, text, SETTINGS, language).stages:
        assert stage.wording in wordings[stage.article_id]
        others = encoder.embed(sorted(wordings[stage.article_id])) @ encoder.embed([text])[0]
        assert stage.cosine == pytest.approx(float(others.max()), abs=1e-5)


def test_a_wording_of_an_article_is_named_as_the_reason(demo: Searcher, encoder: Understander) -> None:
    found = explain(demo, encoder, "HOW LONG does delivery take", SETTINGS)
    assert found.stages[0].asked
    assert [name for name, _ in found.because] == ["asked"]


def says(found: Trace, searcher: Searcher, encoder: Understander, thresholds: dict[str, float]) -> str:
    return explain(replace(searcher, thresholds=thresholds), encoder, found.text, SETTINGS).says


def test_what_would_be_said_follows_the_thresholds(demo: Searcher, encoder: Understander) -> None:
    found = explain(demo, encoder, QUESTIONS[0][0], SETTINGS)
    assert SETTINGS.suggest_above < found.confidence < 1
    assert says(found, demo, encoder, {"en": found.confidence - 0.01}) == "answer"
    assert says(found, demo, encoder, {"en": found.confidence + 0.01}) == "did you mean"
    assert explain(demo, encoder, "qzx vwk jjj", SETTINGS).says == "nothing"


def test_an_article_s_own_threshold_wins(build: Build, articles: tuple[Article, ...], encoder: Understander) -> None:
    searcher = build(articles)
    strict = replace(articles[0], threshold=0.999)
    segment = replace(searcher.segments[0], articles=(strict, *articles[1:]))
    searcher = replace(searcher, segments=(segment,), thresholds={"en": 0.01, "zh": 0.01})
    assert explain(searcher, encoder, "when will it arive", SETTINGS).threshold == 0.999
    assert explain(searcher, encoder, "vouchers", SETTINGS).threshold == 0.01


def test_an_article_without_the_language_is_marked(build: Build, articles: tuple[Article, ...], encoder: Understander) -> None:
    found = explain(build(articles), encoder, "vouchers", SETTINGS, language="zh")
    assert {one.article_id: one.foreign for one in found.stages} == {
        "delivery-time": False,
        "gift-cards": True,
        "warranty": False,
    }


def test_a_trace_is_plain_json(demo: Searcher, encoder: Understander) -> None:
    found = json.loads(json.dumps(asdict(explain(demo, encoder, "保修多久", SETTINGS)), ensure_ascii=False))
    assert set(found["milliseconds"]) == {"understand", "gather", "search"}
    assert found["stages"][0]["contributions"][0]["name"] == "lexical"
