"""Amounts of money in both languages, with and without a currency."""

from datetime import date

import pytest

from nlu.entities import Recognizer
from nlu.entities.numerals import chinese_number, english_number


def found(text: str, currency: str = "USD") -> list[tuple[str, str]]:
    entities = Recognizer(currency=currency).extract(text, "en", date(2026, 3, 11))
    return [(entity.value, entity.normalized) for entity in entities if entity.type == "amount"]


@pytest.mark.parametrize(
    ("text", "value", "normalized"),
    [
        ("it was $49.90", "$49.90", "49.90 USD"),
        ("paid $1,299 for air", "$1,299", "1299.00 USD"),
        ("about 50 dollars", "50 dollars", "50.00 USD"),
        ("forty bucks less", "forty bucks", "40.00 USD"),
        ("two grand on this", "two grand", "2000.00 USD"),
        ("a whole grand at once", "grand", "1000.00 USD"),
        ("about $2k", "$2k", "2000.00 USD"),
        ("1200 usd", "1200 usd", "1200.00 USD"),
        ("cost me €55", "€55", "55.00 EUR"),
        ("four hundred quid", "four hundred quid", "400.00 GBP"),
        ("US$30", "US$30", "30.00 USD"),
        ("HK$300", "HK$300", "300.00 HKD"),
        ("￥199", "￥199", "199.00 CNY"),
        ("花了50块", "50块", "50.00 USD"),
        ("三百元的东西", "三百元", "300.00 USD"),
        ("九块九包邮", "九块九", "9.90 USD"),
        ("凑来凑去49块5", "49块5", "49.50 USD"),
        ("差五毛", "五毛", "0.50 USD"),
        ("一共549美元", "549美元", "549.00 USD"),
        ("一百人民币", "一百人民币", "100.00 CNY"),
        ("两千多块", "两千多块", "2000.00 USD"),
        ("三十刀够吗", "三十刀", "30.00 USD"),
        ("１００元", "１００元", "100.00 USD"),
        ("退了三千塊", "三千塊", "3000.00 USD"),
        ("fifty cents short", "fifty cents", "0.50 USD"),
        ("99¢ each", "99¢", "0.99 USD"),
        ("a million dollars", "a million dollars", "1000000.00 USD"),
        ("about $1.2k", "$1.2k", "1200.00 USD"),
        ("cost 49,90 €", "49,90 €", "49.90 EUR"),
        ("cart is RM180", "RM180", "180.00 MYR"),
        ("₹500 for this", "₹500", "500.00 INR"),
        ("500 rupees", "500 rupees", "500.00 INR"),
        ("30000韩元", "30000韩元", "30000.00 KRW"),
        ("5000 naira", "5000 naira", "5000.00 NGN"),
        ("CN¥200", "CN¥200", "200.00 CNY"),
        ("RMB 200", "RMB 200", "200.00 CNY"),
        ("人民币两百元", "人民币两百元", "200.00 CNY"),
        ("两百块", "两百块", "200.00 USD"),
        ("两块五毛", "两块五毛", "2.50 USD"),
        ("128元8角", "128元8角", "128.80 USD"),
        ("9块9毛9", "9块9毛9", "9.99 USD"),
        ("2w块", "2w块", "20000.00 USD"),
        ("1.5万元", "1.5万元", "15000.00 USD"),
        ("200圓", "200圓", "200.00 USD"),
    ],
)
def test_an_amount_names_its_currency(text: str, value: str, normalized: str) -> None:
    assert found(text) == [(value, normalized)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("the page says $599, i paid 649 last week", ["$599", "649"]),
        ("any chance of getting the 49.90 back", ["49.90"]),
        ("got like 600 for a laptop, ideas", ["600"]),
        ("got a refund and it is 200 less", ["200"]),
        ("昨天699，今天649", ["699", "649"]),
        ("预算一千五，能买啥", ["一千五"]),
        ("这50能不能退给我", ["50"]),
        ("两千以内的推荐一下", ["两千"]),
        ("相机便宜了三十", ["三十"]),
    ],
)
def test_a_plain_number_is_an_amount_where_the_words_speak_of_a_price(text: str, values: list[str]) -> None:
    assert [value for value, _ in found(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "open from 9 to 5",
        "we are 200 people",
        "my order 1048213",
        "since 2019",
        "it took 14 days",
        "三件一块买",
        "磕掉一块玻璃",
        "跟你们一刀两断",
        "等了两个月",
        "充到100%",
        "the 24-70",
        "grand opening",
        "my 2 cents",
        "一分钱都不让",
        "三百多款",
        "扣了八成",
        "几百块钱的事",
        "the 65w one",
        "thanks a million",
        "一共12个",
    ],
)
def test_other_numbers_are_no_amount(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("100-200元", ["100.00 USD", "200.00 USD"]),
        ("50到80块", ["50.00 USD", "80.00 USD"]),
        ("60 or 70 euros", ["60.00 EUR", "70.00 EUR"]),
        ("$100 to $200", ["100.00 USD", "200.00 USD"]),
    ],
)
def test_both_ends_of_a_range_are_amounts(text: str, amounts: list[str]) -> None:
    assert [normalized for _, normalized in found(text)] == amounts


def test_what_names_no_currency_is_in_the_shops_own() -> None:
    assert found("退我50块", currency="CNY") == [("50块", "50.00 CNY")]
    assert found("$20", currency="CNY") == [("$20", "20.00 USD")]
    assert found("$20 and 20 bucks", currency="AUD") == [("$20", "20.00 AUD"), ("20 bucks", "20.00 AUD")]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("two hundred and fifty", 250),
        ("twenty-five", 25),
        ("half a dozen", 6),
        ("a couple", 2),
        ("one thousand two hundred", 1200),
        ("two grand", 2000),
        ("five five", None),
        ("couple", None),
    ],
)
def test_english_numbers_in_words(words: str, value: int | None) -> None:
    assert english_number(words) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百二", 120),
        ("一百零二", 102),
        ("两千五", 2500),
        ("一千零五十", 1050),
        ("一万二", 12000),
        ("三万五千六百", 35600),
        ("二零二五", 2025),
        ("七八", None),
        ("俩", 2),
    ],
)
def test_chinese_numbers(text: str, value: int | None) -> None:
    assert chinese_number(text) == value
