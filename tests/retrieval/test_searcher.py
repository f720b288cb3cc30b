"""Answers: the right article, in the customer's language, with how sure it is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from knowledge_base.articles import Article
from nlu.understanding import Understander
from retrieval.answers import Answer
from retrieval.searcher import KNOWN, Searcher

Build = Callable[[tuple[Article, ...]], Searcher]


def ask(searcher: Searcher, encoder: Understander, text: str, language: str) -> Answer:
    answer = searcher.answer(text, encoder.embed([text])[0], language)
    assert answer is not None
    return answer


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        ("when will it arrive", "en", "How long does delivery take?"),
        ("几天能到", "zh", "配送需要多久？"),
        # A question in the other language than the customer's is answered in the customer's.
        ("几天能到", "en", "How long does delivery take?"),
        ("vouchers", "zh", "Do you sell gift cards?"),
        ("质保几年", "en", "保修多长时间？"),
    ],
)
def test_a_wording_finds_its_article(
    build: Build, articles: tuple[Article, ...], encoder: Understander, text: str, language: str, title: str
) -> None:
    assert ask(build(articles), encoder, text, language).title == title


def test_an_answer_names_article_version_index_and_alternatives(
    build: Build, articles: tuple[Article, ...], encoder: Understander
) -> None:
    searcher = build(articles)
    answer = ask(searcher, encoder, "when will it arrive", "en")
    assert (answer.article_id, answer.version, answer.index) == ("delivery-time", articles[0].version, searcher.version)
    assert answer.text == "Three to five working days."
    assert {hit.article_id for hit in answer.alternatives} == {"gift-cards", "warranty"}
    assert answer.alternatives[0].score <= answer.score
    assert 0 < answer.confidence < 1


def test_the_article_itself_is_certain(build: Build, articles: tuple[Article, ...]) -> None:
    searcher = build(articles)
    answer = searcher.article("delivery-time", "zh")
    assert answer is not None
    assert (answer.title, answer.confidence, answer.alternatives) == ("配送需要多久？", 1.0, ())
    assert searcher.article("nothing", "zh") is None


def test_an_unknown_language_counts_as_english(build: Build, articles: tuple[Article, ...], encoder: Understander) -> None:
    assert ask(build(articles), encoder, "when will it arrive", "fr").title == "How long does delivery take?"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_indexed_wording_of_the_demo_shop_finds_its_article(demo: Searcher, encoder: Understander, language: str) -> None:
    wordings = [
        (wording, article.id)
        for article in demo.articles
        for wording in (article.passages[language].question, *article.passages[language].variants)
    ]
    vectors = encoder.embed([wording for wording, _ in wordings])
    found = [demo.search(wording, vector, language, 1) for (wording, _), vector in zip(wordings, vectors, strict=True)]
    assert [one.hits[0].article_id for one in found] == [article_id for _, article_id in wordings]
    assert min(one.confidence for one in found) >= KNOWN


def test_case_and_punctuation_do_not_matter_to_a_wording(demo: Searcher, encoder: Understander) -> None:
    answer = ask(demo, encoder, "HOW LONG does delivery take!!", "en")
    assert answer.article_id == "delivery-time"
    assert answer.confidence >= KNOWN


def test_a_wording_of_two_articles_is_certain_for_neither(
    build: Build, articles: tuple[Article, ...], encoder: Understander
) -> None:
    twin = replace(articles[0], id="twin")
    assert ask(build((*articles, twin)), encoder, "when will it arrive", "en").confidence < KNOWN


@pytest.mark.parametrize(
    ("question", "stranger", "language"),
    [
        ("so how long does your delivery take", "what is the capital of france and who wrote hamlet", "en"),
        ("你们配送需要多久呀", "法国的首都是哪里，红楼梦是谁写的", "zh"),
    ],
)
def test_it_is_surer_of_its_own_questions_than_of_strangers(
    demo: Searcher, encoder: Understander, question: str, stranger: str, language: str
) -> None:
    sure, unsure = (ask(demo, encoder, text, language).confidence for text in (question, stranger))
    assert sure > max(0.45, 2 * unsure)
    assert unsure < 0.2


@pytest.mark.parametrize("text", ["", " ", "\0", "?" * 4_000, "😀", "\ud800"])
def test_any_text_gets_some_answer(demo: Searcher, encoder: Understander, text: str) -> None:
    vector = encoder.embed(["anything"])[0]
    assert demo.answer(text, vector, "en") is not None
