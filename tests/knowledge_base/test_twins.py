"""Which language of an article is missing, and which has fallen behind the other."""

from datetime import UTC, datetime, timedelta

from knowledge_base.articles import Article, Passage
from knowledge_base.history import Revision
from knowledge_base.twins import Twin, twins

START = datetime(2026, 1, 1, tzinfo=UTC)


def history(*answers: dict[str, str]) -> list[Revision]:
    """A revision a day, each with these answers by language."""
    articles = [Article("a", "", {language: Passage("Q", text) for language, text in one.items()}) for one in answers]
    return [Revision("a", number, "draft", article, "ann", day(number), "") for number, article in enumerate(articles, start=1)]


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def test_languages_that_were_written_together_are_of_the_same_age() -> None:
    assert list(twins(history({"en": "5", "zh": "五"}))) == []
    assert list(twins(history({"en": "5", "zh": "五"}, {"en": "6", "zh": "六"}))) == []


def test_a_language_that_is_not_there_is_missing() -> None:
    assert list(twins(history({"en": "5"}))) == [Twin("a", "zh", missing=True, since=day(1))]
    assert list(twins(history({"zh": "五"}))) == [Twin("a", "en", missing=True, since=day(1))]


def test_a_language_that_did_not_follow_the_others_change_is_older() -> None:
    past = history({"en": "5", "zh": "五"}, {"en": "6", "zh": "五"})
    assert list(twins(past)) == [Twin("a", "zh", missing=False, since=day(2))]
    past = history({"en": "5", "zh": "五"}, {"en": "5", "zh": "六"}, {"en": "5", "zh": "七"})
    assert list(twins(past)) == [Twin("a", "en", missing=False, since=day(3))]


def test_a_language_that_followed_later_is_no_longer_the_older_one() -> None:
    past = history({"en": "5", "zh": "五"}, {"en": "6", "zh": "五"}, {"en": "6", "zh": "六"})
    # English is a day older now, and right: its change was the one that Chinese followed.
    assert list(twins(past)) == []
    assert list(twins(history({"en": "5"}, {"en": "5", "zh": "五"}))) == []


def test_two_languages_that_lead_in_turns_are_told_apart_from_one_that_follows() -> None:
    past = history({"en": "5", "zh": "五"}, {"en": "6", "zh": "五"}, {"en": "6", "zh": "六"}, {"en": "6", "zh": "七"})
    assert list(twins(past)) == [Twin("a", "en", missing=False, since=day(4))]


def test_an_old_content_that_is_restored_is_as_old_as_it_was() -> None:
    past = history({"en": "5", "zh": "五"}, {"en": "6", "zh": "五"}, {"en": "5", "zh": "五"})
    assert list(twins(past)) == []
    past = history({"en": "5", "zh": "五"}, {"en": "6", "zh": "五"}, {"en": "7", "zh": "七"}, {"en": "6", "zh": "五"})
    assert list(twins(past)) == [Twin("a", "zh", missing=False, since=day(2))]


def test_a_removed_article_has_no_twins() -> None:
    assert list(twins([])) == []
    assert list(twins([*history({"en": "5"}), Revision("a", 2, "withdrawn", None, "ann", day(2), "")])) == []
