"""Tokens: what counts in lexical search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.tokens import LONGEST, tokens


def test_english_is_cut_into_marked_ngrams() -> None:
    assert tokens("Fee") == ["<fe", "fee", "ee>", "<fee", "fee>"]


def test_short_words_and_numbers_count() -> None:
    assert tokens("a 7") == ["<a>", "<a>", "<7>", "<7>"]


def test_chinese_counts_by_characters_and_pairs_among_other_words() -> None:
    assert tokens("退X5手机") == ["退", "<x5", "x5>", "<x5>", "手", "机", "手机"]


@pytest.mark.parametrize(
    ("one", "other"), [("發票", "发票"), ("ＰＤＦ", "pdf"), ("Don't", "dont"), ("don’t", "dont"), ("a_b", "a b")]
)
def test_spellings_of_the_same_are_the_same(one: str, other: str) -> None:
    assert tokens(one) == tokens(other)


def test_a_typo_leaves_most_of_a_word() -> None:
    right, wrong = set(tokens("delivery")), set(tokens("delivary"))
    assert len(right & wrong) / len(right) > 0.4
    assert not right & set(tokens("coupon"))


def test_a_word_without_end_is_cut() -> None:
    assert tokens("x" * 5_000) == tokens("x" * LONGEST)


@given(st.text())
def test_any_text_has_tokens_without_blanks(text: str) -> None:
    assert all(token.strip() == token != "" for token in tokens(text))
