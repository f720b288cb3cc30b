"""Buttons on platforms that show few of them, or short ones."""

import pytest

from bot.channels._buttons import Limits, chosen, pieces, short, shown
from bot.messages import Message, QuickReply, Reply

TWO = (QuickReply("Red", "choose:red"), QuickReply("Blue", "choose:" + "b" * 100))
THREE = Limits(most=3, title=6, payload=64, text=100)
NONE = Limits(most=0, title=0, payload=0, text=100)


def said(text: str, payload: str = "") -> Message:
    return Message("1", "test:1", "ann", "test", text, payload)


def test_a_long_payload_becomes_a_digest_that_finds_it_again() -> None:
    buttons = shown(Reply("Which?", TWO), THREE).quick_replies
    assert [len(button.payload.encode()) <= 64 for button in buttons] == [True, True]
    assert chosen(said("Blue", buttons[1].payload), TWO, THREE).payload == TWO[1].payload
    assert chosen(said("Red", "choose:red"), TWO, THREE) == said("Red", "choose:red")


def test_without_buttons_they_are_numbered_and_a_number_chooses() -> None:
    assert shown(Reply("Which?", TWO), NONE) == Reply("Which?\n1. Red\n2. Blue")
    for text in ("2", " 2. ", "（2）", "２"):
        assert chosen(said(text), TWO, NONE) == said("Blue", TWO[1].payload), text


@pytest.mark.parametrize("text", ["3", "0", "2 lamps", "12"])
def test_other_numbers_are_what_they_were(text: str) -> None:
    assert chosen(said(text), TWO, NONE) == said(text)


def test_a_number_chooses_nothing_where_buttons_were_shown() -> None:
    assert chosen(said("1"), TWO, THREE) == said("1")


def test_too_many_buttons_are_numbered_and_doubles_left_out() -> None:
    four = tuple(QuickReply(f"B{number}", str(number)) for number in range(4))
    assert shown(Reply("?", four), THREE).text == "?\n1. B0\n2. B1\n3. B2\n4. B3"
    assert len(shown(Reply("?", (TWO[0], TWO[0])), THREE).quick_replies) == 1


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("Talk to a person", 8, "Talk to…"),
        ("转人工客服", 4, "转人工…"),
        ("ab👩‍👩‍👧cd", 4, "ab…"),
        ("a🇨🇳🇬🇧", 4, "a🇨🇳…"),
        ("a🇨🇳🇬🇧", 3, "a…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("short", 5, "short"),
    ],
)
def test_titles_are_cut_between_what_people_see_as_characters(text: str, most: int, cut: str) -> None:
    assert short(text, most) == cut


def test_a_long_text_is_cut_at_words() -> None:
    text = "one two three four\nfive six"
    assert pieces(text, 11) == ["one two", "three four", "five six"]
    assert "".join(pieces("没有空格的长句子" * 10, 7)) == "没有空格的长句子" * 10
