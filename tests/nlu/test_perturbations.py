"""Perturbations: always the same for a seed, of their kind, and never of what a customer means by a number or a negation."""

import random

import pytest
from rapidfuzz.distance import OSA

from nlu.noise import noisy
from nlu.perturbations import SUITE, Perturbation
from nlu.perturbations.places import han
from nlu.text import normalized

TEXTS = {
    "en": [
        "Hello, where's my order SK1048213? I paid $99.50 for the delivery and you said so, please help!",
        "I don't want to cancel the refund of 2 phones, mail me at ann.lee@example.com because it is so slow.",
    ],
    "zh": [
        "你好，我的订单SK1048213到哪里了？我付款99.50元还没有收到快递，什么时候发货！",
        "在吗，不要取消退款，我买了2个手机，发票请发到ann.lee@example.com，谢谢。",
    ],
}
KEPT = ["sk1048213", "99.50", "ann.lee@example.com", "2"]
SLIPS = [kind for kind in SUITE if kind.per_slip]


def _id(kind: Perturbation) -> str:
    return f"{kind.language} {kind.name}"


@pytest.mark.parametrize("kind", SUITE, ids=_id)
def test_a_text_is_changed_and_always_in_the_same_way(kind: Perturbation) -> None:
    for text in TEXTS[kind.language]:
        assert kind(text) == kind(text) != text


@pytest.mark.parametrize("kind", SUITE, ids=_id)
def test_numbers_and_addresses_can_still_be_read(kind: Perturbation) -> None:
    for seed in range(30):
        for text in TEXTS[kind.language]:
            changed = normalized(kind(text, seed)).lower()
            assert [one for one in KEPT if one in text.lower() and one not in changed] == []


@pytest.mark.parametrize("kind", SLIPS, ids=_id)
def test_slips_are_as_few_as_they_should_be(kind: Perturbation) -> None:
    assert kind.per_slip
    for seed in range(30):
        for text in TEXTS[kind.language]:
            assert OSA.distance(text, kind(text, seed)) <= 2 * (1 + len(text) // kind.per_slip)


@pytest.mark.parametrize("kind", SUITE, ids=_id)
def test_a_text_without_words_is_left_or_only_decorated(kind: Perturbation) -> None:
    for text in ("", "?", "12", "🙂"):
        assert len(normalized(kind(text))) <= len(text) + 8


@pytest.mark.parametrize("kind", [kind for kind in SLIPS if kind.language == "zh"], ids=_id)
def test_a_negation_is_neither_lost_nor_moved(kind: Perturbation) -> None:
    for seed in range(30):
        assert "不" in kind("我不要取消这个订单了", seed)
        assert kind("不", seed) == "不"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("no punctuation", "Where's it? It's $1,899.50.", {"Wheres it Its $1,899.50"}),
        ("dropped space", "where is", {"whereis"}),
        ("upper case", "order sk10, mail a@b.com", {"ORDER sk10, MAIL a@b.com"}),
        ("lower case", "Order SK10 NOW", {"order SK10 now"}),
        ("slang", "thank you", {"ty", "thank u"}),
        ("elongation", "it is so", {"it is so" + "o" * more for more in (2, 3, 4, 5)}),
        ("full width", "is 2", {"ｉｓ　２"}),
        ("Chinese words", "my refund", {"my 退款"}),
        ("confused characters", "帐", {"账"}),
        ("homophone", "哪", {"那", "拿", "纳", "娜", "钠"}),
        ("spaces", "退款,快点", {"退 款,快 点"}),
        ("particles", "好了吗", {"亲，好了吗", "亲 好了吗", "哎，好了吗", "那个，好了吗", "嗯，好了吗"}),
        ("slang", "用支付宝", {"用zfb"}),
        ("Traditional", "订单", {"訂單"}),
        ("Taiwan", "软件", {"軟體"}),
        ("English words", "查库存", {"查stock"}),
    ],
)
def test_each_kind_is_what_its_name_says(name: str, text: str, found: set[str]) -> None:
    language = "zh" if han(text) else "en"
    kind = next(one for one in SUITE if (one.name, one.language) == (name, language))
    results = {kind(text, seed) for seed in range(100)}
    assert results == found


def test_seeds_give_different_slips() -> None:
    assert len({SUITE[0](TEXTS["en"][0], seed) for seed in range(20)}) > 10


def test_training_meets_other_slips_than_the_suite() -> None:
    order, text = random.Random(0), TEXTS["zh"][0]
    measured = {kind(text) for kind in SLIPS}
    assert sum(noisy(text, "zh", 0.05, order) in measured for _ in range(100)) < 10
