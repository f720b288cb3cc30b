"""Spelling: slips are set right by known words, and everything else stays as it was."""

import pytest

from nlu.sentences import Sentence
from nlu.spelling import Speller
from nlu.spelling.training import trained
from nlu.text import normalized

ENGLISH = [
    "where is my order, i want my refund so please help",
    "where is my parcel, please cancel the order",
    "so i want the refund of my order at home",
    "the parcel is at home",
    "plan b or plan b",
]
CHINESE = ["我要退款，帐号里没有优惠券", "我想取消订单"]
VOCABULARY = ["退款", "帐号", "优惠券", "订单", "取消", "推车", "other", "oder", "推", "卷", "但"]


@pytest.fixture(scope="module")
def speller() -> Speller:
    rows = [Sentence(text, "en", "get_refund", "neutral") for text in ENGLISH]
    return trained([*rows, *(Sentence(text, "zh", "get_refund", "neutral") for text in CHINESE * 5)], VOCABULARY)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("whre is my parcl", "where is my parcel"),
        ("I want my reufnd", "I want my refund"),
        ("Pleas help", "please help"),
        ("CANCL THE ORDRE", "CANCL THE order"),
        ("soooo, plllease", "so, please"),
        ("wheremy order is", "where my order is"),
        ("我要推款", "我要退款"),
        ("优惠卷没有", "优惠券没有"),
        ("我想取消订但", "我想取消订单"),
        ("我要推款, plese", "我要退款, please"),
    ],
)
def test_slips_are_set_right(speller: Speller, written: str, read: str) -> None:
    assert speller(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "where is my refund",
        "oder",  # in the vocabulary
        "an other parcel",
        "i am Ordr",
        "SK1048213 orde1 parcl@example.com www.ordr.com plese-plese",
        "isn't, parcel's",
        "xyz",
        "bwhere",
        "推",
        "推车",
        "号",
        "",
        "🙂",
    ],
)
def test_what_is_no_slip_stays(speller: Speller, text: str) -> None:
    assert speller(text) == Speller()(text) == text


def test_what_was_met_once_may_be_a_slip_itself(speller: Speller) -> None:
    assert "cancel" not in speller.english.counts
    assert speller("cancle") == "cancle"


def test_a_speller_survives_its_file(speller: Speller) -> None:
    assert Speller.from_bytes(speller.to_bytes()) == speller


@pytest.mark.parametrize("content", [b"", b"{}", b'{"english": {}}', b'{"english": {"counts": {}, "others": []}}'])
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        Speller.from_bytes(content)


def test_what_is_set_right_stays_right(speller: Speller) -> None:
    for text in ("whre is my parcl soooo wheremy", "我要推款优惠卷"):
        assert speller(speller(text)) == speller(text) == normalized(speller(text))
