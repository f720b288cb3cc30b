"""Wording in both languages."""

from pathlib import Path

import pytest

from analytics.events import ReplySent
from bot.conversation import Conversation, applied
from bot.messages import QuickReply
from bot.replies import LANGUAGES, Saying, load
from configs.errors import ConfigurationError


def test_every_text_is_worded_in_both_languages_with_the_same_variables() -> None:
    assert {frozenset(load().texts[language]) for language in LANGUAGES} == {frozenset(load().texts["en"])}


def test_the_same_variation_is_not_said_twice_in_a_row() -> None:
    wording = load()
    assert wording.text("greet", "en", 1, {}) != wording.text("greet", "en", 2, {})


def test_what_is_said_again_is_said_otherwise_however_many_turns_lie_between() -> None:
    said = applied(ReplySent(reply_to="1", replies=(), wording=("greet", "article")), Conversation("c")).said
    wording = load()
    (first,), (again,) = (wording.replies([Saying("greet")], "zh", known, "rest") for known in ({}, said))
    assert first.text != again.text


def test_a_channel_and_a_tone_have_variations_of_their_own(tmp_path: Path) -> None:
    texts = 'hello = ["Hi!", { text = "Hi", channel = "sms" }, { text = "Good day.", tone = "formal" }]\n'
    for language in LANGUAGES:
        (tmp_path / f"{language}.toml").write_text(texts)
    said = [
        load(tmp_path, tone).text("hello", "en", 0, {}, channel)
        for tone, channel in (("", "rest"), ("", "sms"), ("formal", "rest"), ("formal", "sms"))
    ]
    assert said == ["Hi!", "Hi", "Good day.", "Hi"]


def test_a_wording_for_some_channels_only_is_refused(tmp_path: Path) -> None:
    for language in LANGUAGES:
        (tmp_path / f"{language}.toml").write_text('hello = { text = "Hi", channel = "sms" }\n')
    with pytest.raises(ConfigurationError, match="hello has no variation that is for every channel and tone"):
        load(tmp_path)


def test_a_missing_variable_is_an_error_and_never_reaches_a_customer() -> None:
    with pytest.raises(KeyError):
        load().text("state_paid", "zh", 0, {})


def test_words_and_bilingual_values_are_said_in_the_reply_s_language() -> None:
    variables = {"name": {"en": "Nova X5", "zh": "星诺 X5"}, "availability": "word_in_stock", "price": "699.00"}
    assert load().text("availability", "zh", 0, variables) == "星诺 X5有货，售价 699.00 美元。"


def test_a_button_shows_its_wording_or_its_own_title() -> None:
    buttons = (QuickReply("button_yes", "affirm"), QuickReply("Delivery times", "article:x"))
    reply = load().reply(Saying("did_you_mean", buttons=buttons), "zh", 0)
    assert [button.title for button in reply.quick_replies] == ["是的", "Delivery times"]


def test_languages_that_differ_are_refused(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('hello = "hi {name}"\n')
    (tmp_path / "zh.toml").write_text('hello = "嗨"\n')
    with pytest.raises(ConfigurationError, match="hello"):
        load(tmp_path)
    (tmp_path / "zh.toml").write_text('helo = "嗨"\n')
    with pytest.raises(ConfigurationError, match="hello, helo"):
        load(tmp_path)
