"""What changed between two states of an article."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.articles import Article, Passage
from knowledge_base.differences import Difference, differences

MakeArticle = Callable[[str], Article]


def said(language: str, answer: str) -> Article:
    return Article("a", "", {language: Passage("Q", answer)})


def summaries(old: Article | None, new: Article | None) -> list[str]:
    return [difference.summary for difference in differences(old, new)]


def test_an_article_does_not_differ_from_itself(make_article: MakeArticle) -> None:
    assert differences(make_article("a"), make_article("a")) == ()


def test_every_changed_field_of_every_language_is_named(make_article: MakeArticle) -> None:
    old = make_article("a")
    passages = {**old.passages, "zh": replace(old.passages["zh"], variants=("多久，大概", "几天"))}
    new = replace(old, threshold=None, channels=("web",), passages=passages)
    assert summaries(old, new) == ["channels: web[-\n微信-]", "threshold: [-0.75-]", "zh.variants: 多久，大概{+\n几天+}"]


def test_a_changed_number_is_marked_within_its_sentence() -> None:
    old, new = (
        said("en", "You may return it within 14 days of delivery."),
        said("en", "You may return it within 30 days of delivery."),
    )
    assert summaries(old, new) == ["en.answer: You may return it within [-14-]{+30+} days of delivery."]


def test_a_changed_chinese_character_does_not_mark_the_whole_sentence() -> None:
    old, new = (said("zh", f"收货后{days}天内可以退货。") for days in "七九")
    assert summaries(old, new) == ["zh.answer: 收货后[-七-]{+九+}天内可以退货。"]


def test_what_stayed_is_shown_by_its_ends_only() -> None:
    (summary,) = summaries(said("en", "word " * 500 + "yes."), said("en", "word " * 500 + "no."))
    assert summary == "en.answer: word word word word word…ord word word word word [-yes-]{+no+}."


def test_a_new_article_and_a_removed_one_differ_in_all_that_they_have() -> None:
    assert summaries(None, said("en", "A")) == ["id: {+a+}", "en.question: {+Q+}", "en.answer: {+A+}"]
    assert summaries(said("en", "A"), None) == ["id: [-a-]", "en.question: [-Q-]", "en.answer: [-A-]"]


@given(st.text(), st.text())
def test_both_texts_can_be_put_together_from_the_pieces(old: str, new: str) -> None:
    pieces = Difference("en.answer", old, new).pieces
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
