"""Completion on the demo shop's base, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.articles import LANGUAGES, Article, Passage
from knowledge_base.pipeline import demo_articles
from retrieval.typing.completion import LONGEST, Completer

COMPLETER = Completer.of(demo_articles())
NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)


def article(name: str, question: str, *variants: str, language: str = "en") -> Article:
    return Article(name, "", {language: Passage(question, "", variants)})


def ids(text: str, language: str) -> list[str]:
    return [question.article_id for question in COMPLETER.complete(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("refu", "en", "refund-method"),
        ("退款", "zh", "refund-time"),
        ("退kuan", "zh", "refund-time"),
        ("tuik", "zh", "refund-time"),
        ("tui kuan", "zh", "refund-time"),
        ("tui'kuan", "zh", "refund-time"),
        ("tuikuanduojiu", "zh", "refund-time"),
        ("wuliu", "zh", "tracking-how-to"),
        ("yhq", "zh", "use-coupon"),
        ("fapiao zai na", "zh", "invoice-where"),
        ("订单dao哪", "zh", "order-states"),
        ("優惠券", "zh", "use-coupon"),
        ("yinhang", "zh", "bank-transfer"),
    ],
)
def test_characters_pinyin_initials_and_mixtures_find_the_article(text: str, language: str, wanted: str) -> None:
    assert wanted in ids(text, language)


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("delivary ti", "en", "delivery-slot"),
        ("invoce", "en", "invoice-where"),
        ("how do i retrun", "en", "how-to-return"),
        ("pasword", "en", "account-password-reset"),
        ("退宽", "zh", "refund-time"),
        ("tuikaun", "zh", "refund-time"),
        ("youhuiqaun", "zh", "use-coupon"),
    ],
)
def test_a_slip_is_forgiven(text: str, language: str, wanted: str) -> None:
    assert wanted in ids(text, language)


def test_the_order_of_words_is_free() -> None:
    assert set(ids("parcel track", "en")) & set(ids("track parcel", "en"))
    assert ids("多久退款", "zh")[0] == "refund-time"


def test_the_title_is_shown_for_whatever_wording_matched() -> None:
    first = COMPLETER.complete("join harbour lane", "en")[0]
    assert (first.article_id, first.title, first.language) == ("account-sign-up", "How do I create an account?", "en")


def test_the_language_of_the_page_comes_first_and_the_other_is_still_found() -> None:
    assert {question.language for question in COMPLETER.complete("ho", "en")} == {"en"}
    assert {question.language for question in COMPLETER.complete("ho", "zh")} == {"zh"}
    assert COMPLETER.complete("tuikuan", "en")[0].language == "zh"


def test_what_is_asked_most_comes_first_among_equals() -> None:
    articles = [article(str(number), f"Return item {number}") for number in range(20)]
    plain = Completer.of(articles)
    assert plain.counted({"17": 5.0}).complete("retu", "en")[0].article_id == "17"
    assert plain.complete("retu", "en")[0].article_id == "0"


def test_a_better_match_comes_before_a_popular_one() -> None:
    completer = Completer.of([article("a", "Reset password"), article("b", "Return parcel")], {"b": 1000.0})
    assert completer.complete("reset pas", "en")[0].article_id == "a"


def test_another_base_is_another_completer_and_the_old_one_stays_as_it_was() -> None:
    before = Completer.of([article("a", "Gift cards")])
    after = Completer.of([*before.articles, article("b", "Gift wrapping")])
    assert [question.article_id for question in before.complete("gift", "en")] == ["a"]
    assert {question.article_id for question in after.complete("gift", "en")} == {"a", "b"}


def test_no_article_is_shown_twice_nor_two_of_one_title() -> None:
    articles = [article("a", "Gift cards", "gift card", "gift"), article("b", "Gift cards")]
    assert len(Completer.of(articles).complete("gift", "en")) == 1


@pytest.mark.parametrize("text", ["", " ", "?!", "zzzzqqq", "x" * (LONGEST + 1), "\U0001f600"])
def test_nothing_is_shown_for_what_is_no_beginning(text: str) -> None:
    assert COMPLETER.complete(text, "en") == ()


def test_a_base_without_articles_completes_nothing() -> None:
    assert Completer.of([]).complete("refund", "en") == ()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=LONGEST), st.sampled_from(["en", "zh"]))
def test_any_text_is_answered_with_at_most_five_questions(text: str, language: str) -> None:
    found = COMPLETER.complete(text, language)
    assert len({question.article_id for question in found}) == len(found) <= 5


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(COMPLETER.articles), st.sampled_from(["en", "zh"]))
def test_a_whole_question_is_completed_to_itself(one: Article, language: str) -> None:
    title = one.passages[language].question
    if len(title) <= LONGEST:
        assert ids(title, language)[0] == one.id


def test_a_base_that_changed_is_completed_as_one_that_is_read_anew() -> None:
    articles = demo_articles()
    parcels = article("parcels", "Where do zebra parcels go?", "斑马包裹")
    edited = replace(articles[3], passages={**articles[3].passages, "en": Passage("Can I pay with seashells?", "")})
    later = (parcels, *articles[5:], articles[0], edited)
    changed, anew = COMPLETER.toward(later, 2), Completer.of(later)
    assert [one.id for one in changed.articles] == [one.id for one in later]
    texts = (
        "zebra",
        "banma",
        "seash",
        "refu",
        "退款",
        "tuikuanduojiu",
        "how do i retrun",
        articles[1].passages["en"].question[:20],
    )
    for text, language in product(texts, LANGUAGES):
        assert changed.complete(text, language) == anew.complete(text, language)


def test_of_much_that_is_new_only_a_part_is_read_at_once() -> None:
    articles, completer = demo_articles(), Completer.none()
    assert completer.complete("refund", "en") == ()
    sizes = []
    while len(completer.articles) < len(articles):
        completer = completer.toward(articles, 60)
        sizes.append(len(completer.articles))
    assert sizes == [60, 120, len(articles)]
    assert completer.complete("退款", "zh") == COMPLETER.complete("退款", "zh")


@pytest.mark.parametrize(("hours", "shown"), [(-1, False), (0, True), (23, True), (24, False)])
def test_only_what_may_be_said_now_is_completed(hours: int, shown: bool) -> None:
    sale = replace(article("sale", "Is there a zebra sale?"), valid_from=NOON, valid_until=NOON + timedelta(1))
    found = Completer.of([sale, article("b", "Zebras?")]).complete("zebra", "en", at=NOON + timedelta(hours=hours))
    assert ("sale" in {one.article_id for one in found}) == shown
