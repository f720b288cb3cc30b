"""Prediction from rules and from counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge_base.articles import LANGUAGES, Article, Passage
from knowledge_base.pipeline import demo_articles
from retrieval.typing.context import KINDS, PARTS, Context
from retrieval.typing.prediction import Predictor
from retrieval.typing.rules import Rules, shipped

ARTICLES = demo_articles()
PREDICTOR = Predictor.of(ARTICLES)


def ids(predictor: Predictor, context: Context, count: int = 4) -> list[str]:
    return [question.article_id for question in predictor.predict(context, count)]


def test_every_name_of_the_rules_is_in_the_demo_shop_and_every_context_has_rules() -> None:
    known = {name for article in ARTICLES for name in (article.id, article.intent)}
    assert {name for names in shipped().names.values() for name in names} <= known
    assert set(shipped().names) == {"any", *PARTS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("order", KINDS["order"])
def test_four_questions_in_the_language_of_the_page(language: str, order: str) -> None:
    found = PREDICTOR.predict(Context(language, order=order))  # type: ignore[arg-type]
    assert len({question.article_id for question in found}) == 4
    assert {question.language for question in found} == {language}


def test_where_the_customer_is_decides() -> None:
    assert ids(PREDICTOR, Context("zh", page="checkout"))[0] == "payment-methods"
    assert "use-coupon" in ids(PREDICTOR, Context("en", page="cart", cart="filled"))[:2]


def test_a_late_order_says_more_than_the_page() -> None:
    assert ids(PREDICTOR, Context("en", page="product", order="late"))[0] == "tracking-not-moving"


def test_what_is_asked_in_a_context_takes_over_there_and_not_elsewhere() -> None:
    learned = Predictor.of(ARTICLES, {"page:cart": {"gift-wrapping": 80.0}})
    assert ids(learned, Context("en", page="cart"))[0] == "gift-wrapping"
    assert ids(learned, Context("en", page="account")) == ids(PREDICTOR, Context("en", page="account"))


def test_a_single_question_does_not_overturn_the_rules() -> None:
    learned = Predictor.of(ARTICLES, {"page:cart": {"warranty-abroad": 1.0}})
    assert ids(learned, Context("en", page="cart"))[0] == ids(PREDICTOR, Context("en", page="cart"))[0]


def test_what_was_answered_is_not_predicted() -> None:
    first = ids(PREDICTOR, Context("en"))[0]
    assert first not in {question.article_id for question in PREDICTOR.predict(Context("en"), answered=[first])}


def test_counts_of_articles_that_are_gone_are_passed_over() -> None:
    assert ids(Predictor.of(ARTICLES, {"any": {"gone": 1000.0}}), Context("en")) == ids(PREDICTOR, Context("en"))


def test_a_base_of_other_names_still_predicts_its_own() -> None:
    own = [Article(str(number), "", {"en": Passage(f"Question {number}", "")}) for number in range(3)]
    assert ids(Predictor.of(own, {"any": {"2": 3.0}}), Context("en", order="late")) == ["2", "0", "1"]
    assert ids(Predictor.of(own), Context("zh")) == []
    assert ids(Predictor.of([]), Context("en")) == []


def test_an_intent_stands_for_all_its_articles() -> None:
    rules = Rules({"any": ["track_refund"]})
    assert set(ids(Predictor.of(ARTICLES, rules=rules), Context("en"), 2)) == {"return-state", "refund-time"}


def test_only_what_may_be_said_now_is_predicted() -> None:
    first = PREDICTOR.predict(Context("en"))[0].article_id
    noon = datetime(2026, 11, 11, 12, tzinfo=UTC)
    ended = [replace(one, valid_until=noon) if one.id == first else one for one in ARTICLES]
    found = [Predictor.of(ended).predict(Context("en"), at=noon + timedelta(hours=hours)) for hours in (-1, 0)]
    assert [first in {one.article_id for one in questions} for questions in found] == [True, False]
