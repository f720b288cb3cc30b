"""What a few words say by themselves."""

import pytest

from bot.policies import _phrases as phrases


@pytest.mark.parametrize("text", ["never mind", "no, leave it", "Forget it!", "算了，不用了", "没事了，刚刚付上了"])
def test_letting_something_be_is_heard(text: str) -> None:
    assert phrases.leaves(text)


@pytest.mark.parametrize("text", ["forget it, cancel my order SK1048213 please", "算了，帮我取消订单吧", "my order"])
def test_who_wants_something_else_as_well_does_not_only_let_it_be(text: str) -> None:
    assert not phrases.only_leaves(text)


@pytest.mark.parametrize(
    "text", ["sorry, I meant the nova x5", "wrong number, it's SK7200003", "说错了，是雪松Book 15", "不对，订单是SK1048213"]
)
def test_taking_something_back_is_heard(text: str) -> None:
    assert phrases.corrects(text)


@pytest.mark.parametrize(
    ("text", "is_brief"), [("个人", True), ("A company", True), ("我要找人工客服", False), ("I want to talk to a person", False)]
)
def test_a_name_is_brief_and_a_sentence_is_not(text: str, is_brief: bool) -> None:
    assert phrases.brief(text) is is_brief


@pytest.mark.parametrize(
    ("text", "is_code"), [("DE136695976", True), ("91440300MA5F1234XX", True), ("税号", False), ("order 5", False)]
)
def test_a_code_is_one_word_with_digits(text: str, is_code: bool) -> None:
    assert phrases.coded(text) is is_code
