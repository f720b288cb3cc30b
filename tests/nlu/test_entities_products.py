"""Products by the catalogue's names and aliases, and by the nouns that name a category."""

from datetime import date
from decimal import Decimal

import pytest

from knowledge_base.products import Product, ProductText
from nlu.entities import Catalogue, Recognizer
from nlu.entities.lexicon import Lexicon


def product(sku: str, brand: str, category: str, english: ProductText, chinese: ProductText) -> Product:
    return Product(sku, brand, category, Decimal(9), Decimal(5), 3, date(2025, 1, 1), {"en": english, "zh": chinese}, {})


PRODUCTS = (
    product("X5", "Nova", "phones", ProductText("Nova X5 128 GB", "", ("x5",)), ProductText("星诺 X5 128GB", "", ("x5手机",))),
    product("X5-256", "Nova", "phones", ProductText("Nova X5 256 GB", "", ("nova x5",)), ProductText("星诺 X5 256GB", "")),
    product("S3", "Nova", "phones", ProductText("Nova S3", "", ("s3",)), ProductText("星诺 S3", "")),
    product("BUDS2", "Lark", "earphones", ProductText("Lark Buds 2", "", ("buds 2",)), ProductText("云雀 Buds 2", "")),
    product("STUDIO", "Lark", "earphones", ProductText("Lark Studio", ""), ProductText("云雀 Studio", "")),
    product("A6", "Iris", "cameras", ProductText("Iris A6", "", ("a6",)), ProductText("鸢尾 A6", "")),
    product("35", "Iris", "lenses", ProductText("Iris 35mm f/1.8", "", ("35 1.8",)), ProductText("鸢尾 35mm f/1.8", "")),
    product("2470", "Iris", "lenses", ProductText("Iris 24-70mm f/2.8", "", ("24-70",)), ProductText("鸢尾 24-70mm f/2.8", "")),
    product(
        "PB", "Volt", "chargers", ProductText("Volt power bank 20000", "", ("power bank",)), ProductText("伏特移动电源 20000", "")
    ),
)
RECOGNIZER = Recognizer(Catalogue.of(PRODUCTS))


def found(text: str) -> list[tuple[str, str]]:
    entities = RECOGNIZER.extract(text, "en", date(2026, 3, 11))
    return [(entity.value, entity.normalized) for entity in entities if entity.type == "product"]


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("my Lark Buds 2 broke", [("Lark Buds 2", "BUDS2")]),
        ("LARK BUDS2??", [("LARK BUDS2", "BUDS2")]),
        ("is the x5 better than the s3", [("x5", "X5"), ("s3", "S3")]),
        ("nova x5", [("nova x5", "X5-256")]),
        ("the 24-70 or the 35 1.8", [("24-70", "2470"), ("35 1.8", "35")]),
        ("Iris 35mm f/1.8 lens", [("Iris 35mm f/1.8 lens", "35")]),
        ("35mm f1.8?", [("35mm f1.8", "35")]),
        ("星诺X5到货了吗", [("星诺X5", "X5")]),
        ("云雀Buds 2耳机", [("云雀Buds 2耳机", "BUDS2")]),
        ("伏特移动电源20000", [("伏特移动电源20000", "PB")]),
        ("any Lark?", [("Lark", "earphones")]),
        ("云雀有货吗", [("云雀", "earphones")]),
        ("一台星诺", [("星诺", "phones")]),
    ],
)
def test_a_product_is_found_by_any_of_its_names(text: str, products: list[tuple[str, str]]) -> None:
    assert found(text) == products


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("earphones", "earphones"),
        ("my earphonez broke", "earphones"),
        ("new headphons", "earphones"),
        ("laptops", "laptops"),
        ("a labtop", "laptops"),
        ("two powerbanks", "chargers"),
        ("power bank", "chargers"),
        ("phone case", "cases"),
        ("耳机", "earphones"),
        ("耳機壞了", "earphones"),
        ("手机壳", "cases"),
        ("充电宝", "chargers"),
        ("鏡頭", "lenses"),
        ("行動電源", "chargers"),
    ],
)
def test_a_noun_names_its_category(text: str, category: str) -> None:
    assert [normalized for _, normalized in found(text)] == [category]


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("X5 case", [("X5 case", "cases")]),
        ("x5的壳", [("x5的壳", "cases")]),
        ("laptop charger", [("laptop charger", "chargers")]),
        ("手机耳机一起买", [("手机", "phones"), ("耳机", "earphones")]),
        ("phone, case", [("phone", "phones"), ("case", "cases")]),
    ],
)
def test_an_accessorys_noun_takes_what_stands_before_it_along(text: str, products: list[tuple[str, str]]) -> None:
    assert found(text) == products


@pytest.mark.parametrize(
    "text",
    [
        "my phone number",
        "just in case",
        "I changed the table",
        "手机号换了",
        "i need a 6 pack",
        "x50",
        "ax5",
        "charged twice",
        "shelf",
        "len",
    ],
)
def test_ordinary_words_are_no_product(text: str) -> None:
    assert [value for value, normalized in found(text) if normalized != "phones" or "phone" in value] == []


def test_of_several_products_with_an_alias_the_first_has_it() -> None:
    assert Catalogue.of(PRODUCTS).aliases["x5 128 gb"] == "X5"
    assert Catalogue.of(reversed(PRODUCTS)).aliases["nova x5"] == "X5-256"


def test_a_brand_of_several_categories_names_none_of_them() -> None:
    aliases = Catalogue.of(PRODUCTS).aliases
    assert aliases["nova"] == "phones"
    assert "iris" not in aliases


def test_without_a_catalogue_only_categories_are_found() -> None:
    entities = Recognizer().extract("Lark Buds 2 and a laptop", "en", date(2026, 3, 11))
    assert [(entity.type, entity.value, entity.normalized) for entity in entities] == [
        ("product", "Buds", "earphones"),
        ("product", "laptop", "laptops"),
    ]


def test_the_longest_phrase_wins_and_ordinary_ones_hide_shorter() -> None:
    lexicon = Lexicon({"red": "colour", "red wine": "drink"}, ["red cross"])
    assert list(lexicon.find("red wine, red cross, red")) == [(0, 8, "drink"), (21, 24, "colour")]


def test_two_slips_are_forgiven_in_long_words_only() -> None:
    lexicon = Lexicon({"headphone": "h", "tablet": "t"})
    assert [meaning for *_, meaning in lexicon.find("hedphones haedphoen tabelt tbalte")] == ["h", "h", "t"]
