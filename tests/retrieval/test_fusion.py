"""Fusion: what tells right from wrong gets the weight."""

import numpy as np

from retrieval import fusion
from retrieval.evidence import BEST, FEATURES, LEXICAL, Candidates


def questions(count: int, told_by: int) -> tuple[list[Candidates], list[int]]:
    """Questions with five candidates of which one feature is higher at the right one; all others are noise."""
    random = np.random.default_rng(3)
    found, right = [], []
    for _ in range(count):
        features = random.normal(size=(5, len(FEATURES)))
        gold = int(random.integers(5))
        features[gold, told_by] += 2
        found.append(Candidates(np.arange(10, 15), features))
        right.append(10 + gold)
    return found, right


def test_the_feature_that_tells_gets_the_weight() -> None:
    for told_by in (LEXICAL, BEST):
        weights = fusion.fit(*questions(400, told_by))
        assert np.abs(weights).argmax() == told_by
        assert weights[told_by] > 1


def test_weights_put_the_right_article_first_more_often_than_chance() -> None:
    weights = fusion.fit(*questions(400, BEST))
    found, right = questions(100, BEST)
    first = [one.articles[fusion.scores(one, weights).argmax()] for one in found]
    assert np.mean([one == gold for one, gold in zip(first, right, strict=True)]) > 0.5


def test_questions_whose_article_was_not_found_teach_nothing() -> None:
    found, right = questions(200, BEST)
    lost = [Candidates(one.articles, -one.features) for one in found]
    mixed = fusion.fit([*found, *lost], [*right, *[99] * len(lost)])
    assert np.allclose(mixed, fusion.fit(found, right))


def test_too_few_questions_give_the_default() -> None:
    assert fusion.fit(*questions(fusion.FEWEST - 1, BEST)) is fusion.DEFAULT
    assert fusion.fit([], []) is fusion.DEFAULT
