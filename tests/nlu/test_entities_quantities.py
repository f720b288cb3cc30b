"""Numbers of pieces in digits and words."""

from datetime import date

import pytest

from nlu.entities import extract


def found(text: str) -> list[tuple[str, str]]:
    return [(entity.value, entity.normalized) for entity in extract(text, "en", date(2026, 3, 11)) if entity.type == "quantity"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two tablets please", [("two", "2")]),
        ("i need 3 of the chargers", [("3", "3")]),
        ("a couple of cables", [("a couple", "2")]),
        ("half a dozen cases", [("half a dozen", "6")]),
        ("ordered 2 powerbanks, box had 1 + a load of paper", [("2", "2"), ("1", "1")]),
        ("make it 6 before you send it", [("6", "6")]),
        ("put one more usb cable in", [("one", "1")]),
        ("twenty-five units", [("twenty-five", "25")]),
        ("the 2nd laptop and 2 new laptops", [("2", "2")]),
        ("两个耳机", [("两个", "2")]),
        ("三台平板", [("三台", "3")]),
        ("充电宝要六十个", [("六十个", "60")]),
        ("再加一根数据线", [("一根", "1")]),
        ("2个变成3个", [("2个", "2"), ("3个", "3")]),
        ("買兩台手機", [("兩台", "2")]),
        ("给我来10只", [("10只", "10")]),
        ("平板 十二台", [("十二台", "12")]),
        ("3", [("3", "3")]),
        ("两个", [("两个", "2")]),
        ("三套", [("三套", "3")]),
        ("充电宝整仨", [("仨", "3")]),
        ("要俩", [("俩", "2")]),
        ("买一双", [("一双", "1")]),
        ("a dozen cables", [("a dozen", "12")]),
        ("a pair of chargers", [("a pair", "2")]),
        ("2x charger", [("2", "2")]),
        ("charger x 3", [("3", "3")]),
        ("手机壳×3", [("3", "3")]),
        ("手机壳*3", [("3", "3")]),
        ("10多个充电器", [("10多个", "10")]),
        ("qty: 5", [("5", "5")]),
        ("買兩部手機", [("兩部", "2")]),
        ("１０个耳机", [("１０个", "10")]),
    ],
)
def test_a_number_of_pieces_is_counted(text: str, values: list[tuple[str, str]]) -> None:
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "which one is better",
        "i waited two weeks",
        "3 people",
        "we are two of us",
        "the 65W charger",
        "a 10 inch screen",
        "in 2022 laptops were cheaper",
        "that was 2 years ago",
        "等了两个月",
        "三个人",
        "一个问题",
        "第二台",
        "跟新的一样",
        "我俩轮着戴",
        "俩娃为了平板打架",
        "phone x0",
        "88",
        "2.5",
    ],
)
def test_other_numbers_are_no_quantity(text: str) -> None:
    assert found(text) == []
