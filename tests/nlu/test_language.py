"""English or Chinese, also where a message is both."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.language import language_of
from nlu.sentences import read
from nlu.understanding import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where is my order", "en"),
        ("我的订单在哪里", "zh"),
        ("請問幾時可以收到", "zh"),
        ("我的 order 什么时候到", "zh"),
        ("is 星诺 X5 in stock", "en"),
        ("do you have 耳机的 case", "en"),
        ("iPhone 15 Pro Max case 有吗", "zh"),
        ("X5多少钱", "zh"),
        ("星诺 X5", "zh"),
        ("refund 多久到账", "zh"),
        ("refund pls", "en"),
        ("can you say 我的订单在哪里 in english?", "en"),
        ("don’t send it", "en"),
        ("转人工 rg rg", "zh"),
        ("ai？人呢", "zh"),
    ],
)
def test_the_words_that_hold_the_sentence_together_decide(text: str, language: Language) -> None:
    assert language_of(text, default="en" if language == "zh" else "zh") == language


@pytest.mark.parametrize("text", ["", "  ", "SK1048213", "1048213", "👍👍", "ok", "Hello!", "lin@mail.example", "?!", "привет"])
@pytest.mark.parametrize("default", ["en", "zh"])
def test_what_both_languages_write_alike_is_in_the_default(text: str, default: Language) -> None:
    assert language_of(text, default) == default


def test_english_is_the_default_of_the_default() -> None:
    assert language_of("12345") == "en"


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert language_of(text) in ("en", "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_written_sentences_are_in_the_language_of_their_folder(language: Language) -> None:
    other: Language = "zh" if language == "en" else "en"
    sentences = [sentence for sentence in read("test") if sentence.language == language]
    wrong = [sentence.text for sentence in sentences if language_of(sentence.text, default=language) == other]
    assert len(wrong) <= 0.005 * len(sentences), wrong
