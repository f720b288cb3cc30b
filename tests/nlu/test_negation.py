"""The scope of a negation, word by word."""

import pytest

from nlu.negation import find


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("don't cancel it, just change the address", "don't cancel it"),
        ("i want an exchange, not a refund", "not a refund"),
        ("do not cancel or return it please", "do not cancel or return it "),
        ("a refund isn't what i want", "refund isn't what i want"),
        ("不要退款,换一个", "不要退款"),
        ("取消就不用了,改个地址", "取消就不用了"),
        ("别把我的订单取消了,谢谢", "别把我的订单取消了"),
    ],
)
def test_a_refusal_ends_where_its_action_ends(text: str, refused: str) -> None:
    assert [text[one.start : one.end] for one in find(text)] == [refused]


@pytest.mark.parametrize(
    "text",
    [
        "i don't want it cancel it",
        "i don't want this any more, refund me",
        "why don't you cancel it",
        "if you don't refund me i will complain",
        "i haven't been refunded",
        "don't you owe me a refund?",
        "you never refunded me",
        "my parcel has not been returned",
        "不要了,取消",
        "不想要了退款",
        "为什么不给我退款",
        "能不能取消",
        "要不取消吧",
        "还不退款",
        "不退款就投诉",
        "特别想退货",
        "取消不了",
        "不是说可以退货吗",
    ],
)
def test_facts_questions_and_threats_refuse_nothing(text: str) -> None:
    assert find(text) == ()


def test_a_list_is_refused_as_a_whole() -> None:
    assert find("please don't cancel or return it")[0].intents >= {"cancel_order", "return_item"}
