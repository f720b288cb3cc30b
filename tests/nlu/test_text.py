"""One spelling for many ways of writing, and spans that lead back."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.text import folded, normalized


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ＳＫ１０４８２１３，到哪了？", "SK1048213,到哪了?"),
        ("請問我上週五買的鏡頭現在寄到哪一站了", "请问我上周五买的镜头现在寄到哪一站了"),
        ("軟體更新後螢幕壞了", "软件更新后屏幕坏了"),
        ("看著很乾淨，裡面沒有", "看着很干净,里面没有"),
        ("这个程序什么时候修好", "这个程序什么时候修好"),
        ("where\tis \n my   order ", "where is my order"),
        ("order\u200b SK10\u200d48213\ufeff", "order SK1048213"),
        ("a\x00b\ud800c", "abc"),
        ("so gooooooood!!!!!!", "so goood!!!"),
        ("哈哈哈哈哈哈。。。。。", "哈哈哈。。。"),
        ("order 10000000", "order 10000000"),
        ("Iris A7 III", "Iris A7 III"),
        ("love it 😍🎉", "love it 😍🎉"),
        ("①②  ½", "12 1⁄2"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_message_is_read_in_one_spelling(written: str, read: str) -> None:
    assert normalized(written) == read


@settings(deadline=None)
@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalized(normalized(text)) == normalized(text)


@settings(deadline=None)
@given(st.text())
def test_a_normalised_text_can_be_written_as_utf8_in_one_line(text: str) -> None:
    assert "\n" not in normalized(text).encode().decode()


@settings(deadline=None)
@given(st.text(alphabet=st.characters() | st.sampled_from("ＳＫ１２訂單㍿ﷺİ\u200b\ud800")))
def test_every_place_of_a_folded_text_leads_back(text: str) -> None:
    plain = folded(text)
    assert len(plain.origin) == len(plain.text)
    for place in range(len(plain.text)):
        start, end = plain.span(place, place + 1)
        assert 0 <= start < end <= len(text)
        assert plain.text[place] in folded(text[start:end]).text


def test_a_span_of_a_folded_text_covers_what_was_removed_inside_it() -> None:
    text = "單號 ＳＫ\u200b１０４"
    plain = folded(text)
    assert plain.text == "单号 sk104"
    start, end = plain.span(3, 8)
    assert text[start:end] == "ＳＫ\u200b１０４"


def test_folding_keeps_one_character_for_one() -> None:
    assert folded("訂單Ａ").text == "订单a"
    assert list(folded("訂單Ａ").origin) == [0, 1, 2]


@pytest.mark.parametrize("text", ["請問我上週五買的鏡頭現在寄到哪一站了麻煩更正一下謝謝您這邊", "where is my order SK1048213??"])
def test_normalising_takes_microseconds(text: str) -> None:
    normalized(text)
    started = time.process_time()
    for _ in range(1000):
        normalized(text)
    assert (time.process_time() - started) / 1000 < 100e-6
