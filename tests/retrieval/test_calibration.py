"""Calibration points: how sure the search was where nobody had told it the answer."""

import numpy as np
import pytest

from retrieval import calibration, fusion
from retrieval.calibration import ENOUGH, Asked
from retrieval.evidence import BEST, FEATURES, FOREIGN, LEXICAL, Candidates


def asked(count: int, seed: int, known: bool = True) -> list[Asked]:
    """Questions with five candidates; the right one, where there is one, is nearer than the others by chance."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        features = random.normal(size=(5, len(FEATURES)))
        features[:, FOREIGN] = 0
        gold = int(random.integers(5))
        features[gold, [BEST, LEXICAL]] += 2 if known else 0
        found.append((Candidates(np.arange(5), features), gold if known else -1))
    return found


def points(questions: int, held: int) -> calibration.Points:
    group, others = asked(questions, 1), asked(400, 2, known=False)
    weights = fusion.fit([one for one, _ in group], [gold for _, gold in group])
    return calibration.points(group, others, asked(held, 3), weights)


def test_questions_that_articles_hold_back_are_used_alone_when_there_are_enough() -> None:
    found = points(300, ENOUGH)
    assert (found.source, found.questions) == ("held back", ENOUGH)


def test_fewer_of_them_are_used_beside_the_wordings_that_were_taken_out() -> None:
    found = points(300, 10)
    assert (found.source, found.questions) == ("reserved", 310)


@pytest.mark.parametrize(("questions", "strangers"), [(300, 75), (4_000, 400)])
def test_one_message_in_five_is_a_stranger_as_long_as_there_are_enough(questions: int, strangers: int) -> None:
    assert len(points(questions, 0).strangers) == strangers


def test_cross_fitting_is_less_flattering_than_asking_what_was_learnt_from() -> None:
    """Sixty questions without any sign of what is right: whoever has learnt them by heart looks better than he is."""
    random = np.random.default_rng(9)
    noise = [(Candidates(np.arange(5), np.hstack([random.normal(size=(5, 6)), np.zeros((5, 1))])), n % 5) for n in range(60)]
    weights = fusion.fit([one for one, _ in noise], [gold for _, gold in noise])
    learnt = np.mean([fusion.scores(one, weights).argmax() == gold for one, gold in noise])
    found = calibration.points(noise, [], [], weights)
    assert len(found.right) / found.questions < learnt


def test_a_base_without_questions_has_no_points() -> None:
    found = calibration.points([], [], [], fusion.DEFAULT)
    assert (found.questions, found.strangers) == (0, ())
