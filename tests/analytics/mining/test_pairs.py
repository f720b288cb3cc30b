"""Pairs of question and answer: which messages count, and what is taken out of them."""

import pytest

from analytics.mining.dialogues import Speaker, Turn
from analytics.mining.pairs import pairs
from analytics.mining.redaction import redacted
from analytics.mining.substance import asks, greets, tells
from nlu.understanding import Language

QUESTION, ANSWER = "Do you engrave names on phones?", "Yes, we engrave up to 20 characters for $15."


def talk(*said: tuple[Speaker, str], name: str = "c") -> list[Turn]:
    return [Turn(name, speaker, text) for speaker, text in said]


def test_a_question_and_the_answer_after_it_are_a_pair_of_either_language() -> None:
    english = talk(("customer", QUESTION), ("agent", ANSWER), name="a")
    chinese = talk(("customer", "可以刻字吗？"), ("agent", "可以刻字，收费 15 美元。"), name="b")
    found = pairs([*english, *chinese])
    assert [(one.question, one.answer, one.language) for one in found] == [
        (QUESTION, ANSWER, "en"),
        ("可以刻字吗？", "可以刻字，收费 15 美元。", "zh"),
    ]


def test_several_messages_of_one_answer_are_one_and_courtesies_fall_away() -> None:
    said = talk(
        ("customer", "hello"),
        ("customer", QUESTION),
        ("assistant", "I did not understand that."),
        ("agent", "Hi, how can I help you?"),
        ("agent", ANSWER),
        ("agent", "It adds two working days to the delivery."),
    )
    assert [one.answer for one in pairs(said)] == [f"{ANSWER} It adds two working days to the delivery."]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (QUESTION, "Which phone would you like to have engraved?"),
        (QUESTION, "One moment please, let me check that for you."),
        (QUESTION, "You're welcome! Have a nice day."),
        ("Where is my order SK1048213?", "It is with the carrier and comes tomorrow for sure."),
        ("Where is my order?", "Your order SK1048213 has left our warehouse already."),
        ("I want a phone", ANSWER),
        ("手机能刻字吗", "请问您要刻在哪款手机上呢？"),
        ("手机能刻字吗", "稍等，我帮您查一下。"),
        ("快递到哪了", "您的包裹已经到达上海转运中心。"),
    ],
)
def test_what_serves_one_customer_only_or_nobody_is_no_pair(question: str, answer: str) -> None:
    assert pairs(talk(("customer", question), ("agent", answer))) == []


def test_what_an_assistant_says_is_no_answer() -> None:
    assert pairs(talk(("customer", QUESTION), ("assistant", ANSWER))) == []


def test_a_number_that_agents_give_to_many_is_the_shops_and_stays() -> None:
    answer = "Please ring +1 212 555 0188 and we engrave it for $15."
    one = talk(("customer", QUESTION), ("agent", answer), name="a")
    assert pairs(one)[0].answer == "Please ring [phone] and we engrave it for $15."
    many = [turn for name in "abc" for turn in talk(("customer", QUESTION), ("agent", answer), name=name)]
    assert {pair.answer for pair in pairs(many)} == {answer}


@pytest.mark.parametrize(
    ("text", "language", "clean"),
    [
        ("Hello Anna, you have 30 days. Best regards, Tom", "en", "You have 30 days"),
        ("Dear Mr Kim Lee, ask Mrs Hall at a@b.com.", "en", "Ask [name] at [e-mail]."),
        ("王女士您好，七天内可以退货，祝您生活愉快！", "zh", "七天内可以退货"),
        ("请联系李先生，电话 13812345678。", "zh", "请联系[姓名]，电话 [电话]。"),
        ("Account 4411 2233 9900 is ours.", "en", "Account [number] is ours."),
        ("It costs $1,299 for 24 months.", "en", "It costs $1,299 for 24 months."),
    ],
)
def test_names_letters_and_numbers_are_taken_out_and_prices_stay(text: str, language: Language, clean: str) -> None:
    assert redacted(text, language) == clean


def test_questions_and_courtesies_are_told_in_both_languages() -> None:
    assert asks("how do i return it", "en")
    assert asks("能不能退", "zh")
    assert not asks("i am angry", "en")
    assert not asks("我很生气", "zh")
    assert greets("您好，请问有什么可以帮您的吗？")
    assert greets("Hello, thank you for waiting!")
    assert not greets("您好，七天内可以退货")
    assert tells("七天内可以无理由退货。", "zh")
    assert not tells("好的，没问题", "zh")
