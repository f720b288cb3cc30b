"""Products and policies: read whole or refused with file, entry and reason."""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledge_base import pipeline
from knowledge_base.errors import KnowledgeError

PRODUCT = """
[[product]]
sku = "CASE-1"
brand = "Shell"
category = "cases"
price = 19.9
cost = 7.90
stock = 3
released = 2025-03-14
fits = ["PHONE-1"]
[product.en]
name = "Case"
summary = "A case."
[product.zh]
name = "壳"
aliases = ["手机壳"]
summary = "一个壳。"
[product.specs]
weight_g = 28
length_m = 1.5
wireless = true
"""
PHONE = PRODUCT.replace("CASE-1", "PHONE-1", 1).replace('fits = ["PHONE-1"]', "")


def load(folder: Path, content: str) -> str:
    (folder / "all.toml").write_text(content, encoding="utf-8")
    try:
        return " ".join(product.sku for product in pipeline.load_products(folder))
    except KnowledgeError as error:
        return str(error).removeprefix(f"{folder / 'all.toml'}: ")


def test_a_product_keeps_its_types(tmp_path: Path) -> None:
    assert load(tmp_path, PRODUCT + PHONE) == "CASE-1 PHONE-1"
    case = pipeline.load_products(tmp_path)[0]
    assert str(case.price) == "19.90"
    assert case.specs == {"weight_g": 28, "length_m": 1.5, "wireless": True}
    assert case.text("zh").aliases == ("手机壳",)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (PRODUCT, "CASE-1: fits 'PHONE-1', which is no product of the catalogue"),
        (PHONE + PHONE, "PHONE-1: this SKU is used twice"),
        (PHONE.replace("stock = 3", "stock = -1"), "product 1: stock: Input should be greater than or equal to 0"),
        (PHONE.replace('brand = "Shell"', ""), "product 1: brand: Field required"),
        (PHONE.replace("stock =", "stocks ="), "product 1: stock: Field required"),
        ("product = 3", "product: Input should be a valid list"),
        ("[[product", "is not TOML: "),
    ],
)
def test_a_product_that_cannot_be_used_is_named(tmp_path: Path, content: str, problem: str) -> None:
    assert load(tmp_path, content).startswith(problem)


def test_policies_are_read_with_their_types() -> None:
    policies = pipeline.load_policies()
    assert policies.cancellable_states == ("placed", "paid", "packed")
    assert policies.change_states == ("placed", "paid")
    assert policies.return_days == 30
    assert policies.warranty_years("phones") == 2
    assert policies.warranty_years("boats") is None
    assert policies.delivery.standard.price == Decimal("4.90")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[cancel]", "[cancelling]", "cancel: Field required"),
        ("days = 30", "days = 'thirty'", "return.days: Input should be a valid integer"),
        ("[cancel]", "[cancel]\nmood = 1", "cancel.mood: there is no such key"),
    ],
)
def test_a_policy_that_is_missing_or_wrong_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    file = tmp_path / "policies.toml"
    file.write_text((pipeline.DEMO / "policies.toml").read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        pipeline.load_policies(file)
    assert str(caught.value).startswith(f"{file}: {problem}")
