"""Learning from the base itself: the wordings that the encoder does not know are asked of a base that does not hold them."""

import pytest

from knowledge_base import pipeline as knowledge
from knowledge_base.articles import Article, Passage
from nlu.questions import reserved
from nlu.understanding import Understander
from retrieval.evidence import Evidence
from retrieval.indexes.flat import Flat
from retrieval.ranking import hold_out, to_the_point

ARTICLES = knowledge.demo_articles()


def test_just_the_reserved_wordings_are_held_out() -> None:
    _, held = hold_out(ARTICLES)
    assert {(one.article, one.language, one.text) for one in held} == {
        (number, language, wording)
        for number, article in enumerate(ARTICLES)
        for language, passage in article.passages.items()
        for wording in (passage.question, *passage.variants)
        if reserved(wording)
    }


def test_what_is_asked_is_not_in_the_base_that_is_asked() -> None:
    reduced, held = hold_out(ARTICLES)
    for wording in held:
        passage = reduced[wording.article].passages[wording.language]
        assert wording.text not in (passage.question, *passage.variants)
        assert passage.answer == ARTICLES[wording.article].passages[wording.language].answer


def test_the_only_wording_of_a_passage_is_never_taken_away(articles: tuple[Article, ...]) -> None:
    kept = next(number for number in range(100) if reserved(f"question {number}"))
    passage = next(iter(articles[0].passages.values()))
    alone = Article("alone", "", {"en": type(passage)(f"question {kept}", passage.answer)})
    assert hold_out([alone]) == ([alone], [])


@pytest.mark.parametrize(("answers", "share"), [("ab", 1), ("ba", 0), ("aa", 0.5)])
def test_answers_are_to_the_point_that_are_like_their_own_question(answers: str, share: float, encoder: Understander) -> None:
    texts = {"a": "How long does delivery take?", "b": "Do you sell gift cards?"}
    articles = [
        Article(name, "", {"en": Passage(texts[name], texts[answer])}) for name, answer in zip(texts, answers, strict=True)
    ]
    vectors = dict(zip(texts.values(), encoder.embed(list(texts.values())), strict=True))
    evidence = Evidence.of(articles, vectors, Flat())
    assert to_the_point(evidence, "en") == share
    assert to_the_point(evidence, "zh") == 0
