"""Learning from the base itself: each wording is asked once of a base that does not hold it."""

from collections import Counter

from knowledge_base import pipeline as knowledge
from knowledge_base.articles import Article
from retrieval.ranking import FOLDS, leave_out

ARTICLES = knowledge.demo_articles()


def test_every_wording_is_left_out_once() -> None:
    asked = Counter(
        (question.article, question.language, question.text) for fold in range(FOLDS) for question in leave_out(ARTICLES, fold)[1]
    )
    wordings = {
        (number, language, wording)
        for number, article in enumerate(ARTICLES)
        for language, passage in article.passages.items()
        for wording in (passage.question, *passage.variants)
    }
    assert set(asked) == wordings
    assert set(asked.values()) == {1}


def test_what_is_asked_is_not_in_the_base_that_is_asked() -> None:
    for fold in range(FOLDS):
        reduced, questions = leave_out(ARTICLES, fold)
        for question in questions:
            passage = reduced[question.article].passages[question.language]
            assert question.text not in (passage.question, *passage.variants)
            assert passage.answer == ARTICLES[question.article].passages[question.language].answer


def test_the_only_wording_of_a_passage_is_never_taken_away(articles: tuple[Article, ...]) -> None:
    passages = {language: type(one)(one.question, one.answer) for language, one in articles[0].passages.items()}
    alone = Article("alone", "", passages)
    for fold in range(FOLDS):
        assert leave_out([alone], fold) == ([alone], [])
