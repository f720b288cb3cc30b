"""Fusion: what tells right from wrong gets the weight."""

import numpy as np

from retrieval import fusion
from retrieval.evidence import ANSWER, BEST, FEATURES, FOREIGN, LEXICAL, OTHER, Candidates


def questions(count: int, told_by: int) -> tuple[list[Candidates], list[int]]:
    """Questions with five candidates of which one feature is higher at the right one; all others are noise."""
    random = np.random.default_rng(3)
    found, right = [], []
    for _ in range(count):
        features = random.normal(size=(5, len(FEATURES)))
        features[:, FOREIGN] = 0
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


def test_answers_that_are_not_to_the_point_hardly_count() -> None:
    sure, doubtful = fusion.unlearnt(1.0), fusion.unlearnt(0.2)
    assert np.array_equal(sure, fusion.DEFAULT)
    assert doubtful[ANSWER] < sure[ANSWER] / 100
    assert np.array_equal(np.delete(doubtful, ANSWER), np.delete(sure, ANSWER))
    assert fusion.fit([], [], doubtful) is doubtful


def abroad(count: int) -> tuple[list[Candidates], list[int]]:
    """Questions that words decide, half of them for an article that is foreign, where only its other language can speak."""
    random = np.random.default_rng(5)
    found, right = [], []
    for number in range(count):
        features = random.normal(size=(5, len(FEATURES)))
        features[:, FOREIGN] = 0
        gold = int(random.integers(5))
        features[gold, LEXICAL if number % 2 else OTHER] += 4
        if number % 2 == 0:
            features[gold, [FOREIGN, LEXICAL]] = 1, 0
        found.append(Candidates(np.arange(5), features))
        right.append(gold)
    return found, right


def first(found: list[Candidates], right: list[int], weights: fusion.Weights) -> float:
    return float(np.mean([fusion.scores(one, weights).argmax() == gold for one, gold in zip(found, right, strict=True)]))


def test_foreign_articles_get_weights_of_their_own_and_the_others_keep_theirs() -> None:
    own = fusion.fit(*questions(400, LEXICAL))
    both = fusion.fit_foreign(own, *abroad(400))
    assert first(*abroad(200), both) > first(*abroad(200), own) + 0.2
    found, _ = questions(100, LEXICAL)
    scores = [(fusion.scores(one, own), fusion.scores(one, both)) for one in found]
    assert all(np.allclose(before, after) for before, after in scores)


def test_too_few_foreign_articles_teach_nothing() -> None:
    own = fusion.fit(*questions(400, LEXICAL))
    assert fusion.fit_foreign(own, *questions(400, LEXICAL)) is own
    assert fusion.fit_foreign(own, *abroad(2 * fusion.FEWEST - 2)) is own


def test_what_is_all_but_decided_does_not_throw_the_weights_out() -> None:
    found, right = questions(200, LEXICAL)
    for one, gold in zip(found, right, strict=True):
        one.features[gold - 10, LEXICAL] += 50
    weights = fusion.fit(found, right)
    assert np.abs(weights).max() < 20
    assert first([Candidates(one.articles - 10, one.features) for one in found], [gold - 10 for gold in right], weights) == 1
