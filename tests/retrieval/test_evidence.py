"""Evidence: what speaks for an article is what a plain comparison with all its texts gives."""

import numpy as np
import pytest

from knowledge_base.articles import Article
from nlu.understanding import Understander, Vector
from retrieval.evidence import ANSWER, BEST, FEATURES, LEXICAL, MEAN, OTHER, Candidates, Evidence, Layout
from retrieval.indexes.flat import Flat


@pytest.fixture
def evidence(articles: tuple[Article, ...], encoder: Understander) -> Evidence:
    texts = list(Layout.of(articles).texts)
    return Evidence.of(articles, dict(zip(texts, encoder.embed(texts), strict=True)), Flat())


def gathered(evidence: Evidence, encoder: Understander, text: str, language: str) -> tuple[Candidates, Vector]:
    vector = encoder.embed([text])[0]
    return evidence.gather(text, vector, language), vector


@pytest.mark.parametrize(("language", "other"), [("en", "zh"), ("zh", "en")])
def test_cosines_are_those_of_the_texts(
    evidence: Evidence, articles: tuple[Article, ...], encoder: Understander, language: str, other: str
) -> None:
    found, vector = gathered(evidence, encoder, "how long 多久", language)
    assert found.articles.tolist() == [0, 1, 2]
    for number, row in zip(found.articles, found.features, strict=True):
        own = articles[number].passage(language)
        far = articles[number].passages.get(other, own)
        cosines = encoder.embed([own.question, *own.variants]) @ vector
        assert row[BEST] == pytest.approx(cosines.max(), abs=1e-5)
        assert row[MEAN] == pytest.approx(cosines.mean(), abs=1e-5)
        assert row[ANSWER] == pytest.approx(encoder.embed([own.answer])[0] @ vector, abs=1e-5)
        assert row[OTHER] == pytest.approx((encoder.embed([far.question, *far.variants]) @ vector).max(), abs=1e-5)


def test_words_speak_for_articles_in_their_own_language_only(evidence: Evidence, encoder: Understander) -> None:
    found, _ = gathered(evidence, encoder, "delivery 保修", "en")
    assert found.features[0, LEXICAL] > 0
    assert found.features[2, LEXICAL] == 0


def test_a_text_without_a_known_word_has_dense_evidence_still(evidence: Evidence, encoder: Understander) -> None:
    found, _ = gathered(evidence, encoder, "!?", "en")
    assert found.features.shape == (3, len(FEATURES))
    assert not found.features[:, LEXICAL].any()


def test_held_back_wordings_are_not_indexed(articles: tuple[Article, ...]) -> None:
    texts = Layout.of(articles).texts
    assert "delivery time" not in texts
    assert "when will it arrive" in texts


def test_the_order_of_an_articles_languages_means_nothing(articles: tuple[Article, ...]) -> None:
    first = articles[0]
    turned = Article(first.id, first.intent, dict(reversed(list(first.passages.items()))))
    assert Layout.of([turned]).texts == Layout.of([first]).texts


def test_prototypes_learn_which_article_a_wording_is_of(evidence: Evidence) -> None:
    own = evidence.layout.articles
    logits = np.stack([evidence.learned.scores(vector, np.arange(3)) for vector in evidence.vectors])
    assert logits.argmax(axis=1).tolist() == own.tolist()
