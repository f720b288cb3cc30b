"""Which products of an order a text names."""

from datetime import date
from decimal import Decimal

import pytest

from bot.actions._named import named, stood_for
from bot.orders import Order, OrderLine


def line(sku: str, name: str, *options: str) -> OrderLine:
    return OrderLine(
        sku, 1, Decimal(10), (("en", name), ("zh", {"Desk Lamp": "台灯", "Water Bottle": "水瓶"}.get(name, name))), options
    )


LINES = (
    line("L1", "Desk Lamp"),
    line("B1", "Water Bottle"),
    line("T1", "Tablet", "10-inch", "black"),
    line("T2", "Tablet", "8-inch", "gold"),
)
DAY = date(2026, 6, 1)
ORDER = Order("SK1", "C1", "delivered", DAY, None, DAY, "", "", Decimal(40), LINES)


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ("return the desk lamp and the water bottle", ["L1", "B1"]),
        ("I don't want the lamp", ["L1"]),
        ("the water bottles", ["B1"]),
        ("the 8-inch tablet please", ["T2"]),
        ("both tablets", ["T1", "T2"]),
        ("the tablet", []),
        ("the lampshade", []),
        ("台灯和水瓶都退", ["L1", "B1"]),
        ("退 T1", []),
    ],
)
def test_a_text_names_products_in_words_and_variants_by_their_options(text: str, skus: list[str]) -> None:
    assert named(ORDER, text, {}) == skus


@pytest.mark.parametrize("text", ["everything except the desk lamp", "全部都退，除了台灯"])
def test_all_but_some_are_the_others(text: str) -> None:
    assert stood_for(ORDER, "all", [text], {}) == "B1|T1|T2"


def test_all_is_all_where_nothing_is_kept() -> None:
    assert stood_for(ORDER, "all", ["everything, but quickly"], {}) == "all"


def test_what_was_named_beside_a_value_comes_with_it() -> None:
    assert stood_for(ORDER, "desk lamp", ["the desk lamp and the water bottle"], {}) == "L1|B1"
    assert stood_for(ORDER, "desk lamp", ["me@example.com", "the desk lamp"], {}) == "L1"


def test_what_the_order_does_not_have_stands_for_nothing() -> None:
    assert stood_for(ORDER, "bicycle", ["the bicycle"], {}) == ""
