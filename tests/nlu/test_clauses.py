"""Where messages are cut."""

import pytest

from nlu.clauses import asks, elliptical, split


def cut(text: str) -> list[str]:
    return [text[clause.start : clause.end].strip() for clause in split(text)]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("cancel it, and send me the invoice", ["cancel it", "send me the invoice"]),
        ("where is it? by the way, is it 1,000.50 dollars?", ["where is it", "is it 1,000.50 dollars"]),
        ("查物流,再帮我开发票", ["查物流", "帮我开发票"]),
        ("运费多少顺便问下几天到", ["运费多少", "问下几天到"]),
        ("cancel my order no wait keep it", ["cancel my order", "no wait keep it"]),
        ("", []),
        ("?!", []),
    ],
)
def test_clauses_are_cut_at_pauses_and_conjunctions(text: str, clauses: list[str]) -> None:
    assert cut(text) == clauses


def test_a_conjunction_says_how_a_clause_is_joined() -> None:
    assert [clause.adds for clause in split("track it and cancel that. also, refund me")] == ["", "and", "also"]


def test_questions_wishes_and_orders_ask() -> None:
    assert all(map(asks, ("where is it", "i'd like a refund", "please track it", "帮我查一下", "能退吗", "退款")))
    assert not any(map(asks, ("my phone is broken", "i moved last month", "don't want it", "昨天到的", "不要优惠券")))


def test_a_clause_without_a_content_word_cannot_stand_alone() -> None:
    assert all(map(elliptical, ("where do i do that", "how does it work", "怎么弄呀", "有吗")))
    assert not any(map(elliptical, ("where is my parcel", "运费多少", "退了")))
