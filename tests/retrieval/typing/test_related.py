"""Related questions from what followed, and from what is near."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from knowledge_base.articles import Article, Passage
from nlu.understanding import Vector
from retrieval.typing.related import Related

NAMES = "abcdef"
ARTICLES = [Article(name, "", {"en": Passage(f"Question {name}", ""), "zh": Passage(f"问题 {name}", "")}) for name in NAMES]


def circle(*degrees: float) -> Vector:
    """Unit vectors at these angles."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


CENTRES = circle(0, 5, 40, 70, 180, 200)  # b says what a says; c and d are near it, e and f are not


def after(related: Related, name: str, answered: tuple[str, ...] = (), language: str = "en") -> str:
    return "".join(question.article_id for question in related.after(name, language, answered))


def test_before_anything_is_learned_neighbours_are_offered_and_no_duplicate() -> None:
    related = Related.of(ARTICLES, CENTRES)
    assert after(related, "a") == "cd"
    assert after(related, "e") == ""  # f says the same, all else is of something else


def test_what_often_follows_comes_first() -> None:
    related = Related.of(ARTICLES, CENTRES, {"a": {"e": 30.0, "c": 2.0}, "d": {"f": 40.0, "c": 3.0}})
    assert after(related, "a") == "ecd"


def test_what_follows_everything_is_not_related_to_anything() -> None:
    follows = {name: {"f": 10.0, "e": 10.0} for name in "abcd"}
    related = Related.of(ARTICLES, CENTRES, follows | {"d": {"f": 11.0, "e": 9.0}})
    assert "f" not in after(related, "c")


def test_what_followed_once_is_chance() -> None:
    assert "f" not in after(Related.of(ARTICLES, CENTRES, {"a": {"f": 1.0}}), "a")


def test_neither_the_article_itself_nor_one_that_was_answered_is_offered() -> None:
    related = Related.of(ARTICLES, CENTRES, {"a": {"a": 90.0, "c": 5.0}})
    assert after(related, "a", ("c",)) == "d"
    assert after(related, "c", ("a",)) == "d"  # nor b, which says what a said


def test_titles_are_in_the_language_of_the_conversation() -> None:
    assert Related.of(ARTICLES, CENTRES).after("a", "zh")[0].title == "问题 c"


def test_an_unknown_article_has_nothing_related() -> None:
    assert after(Related.of(ARTICLES, CENTRES, {"gone": {"a": 9.0}}), "gone") == ""


def test_only_what_may_be_said_now_is_offered() -> None:
    noon = datetime(2026, 11, 11, 12, tzinfo=UTC)
    related = Related.of([replace(one, valid_from=noon) if one.id == "c" else one for one in ARTICLES], CENTRES)
    found = [related.after("a", "en", at=noon + timedelta(hours=hours)) for hours in (-1, 0)]
    assert ["".join(one.article_id for one in questions) for questions in found] == ["d", "cd"]
