"""The documented customers and orders of `fixed.toml`, the same whatever the seed."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from knowledge_base.demo.baskets import Item
from knowledge_base.demo.campaigns import at
from knowledge_base.demo.fees import Fees
from knowledge_base.demo.lives import Life
from knowledge_base.demo.orders import Checkout, goods, rows
from knowledge_base.demo.records import Customer, Row, SegmentTruth
from knowledge_base.products import Product

FILE = Path(__file__).with_name("fixed.toml")
HOUR = 10
MOMENTS = ("placed", "paid", "packed", "shipped", "delivered", "cancelled", "requested", "received", "refunded")
Entries = Sequence[Mapping[str, Any]]


def read(file: Path = FILE) -> tuple[Entries, Entries]:
    """The entries of customers and of orders."""
    values = tomllib.loads(file.read_text(encoding="utf-8"))
    return values["customer"], values["order"]


def customers(entries: Entries, today: date) -> Iterator[Row]:
    """The fixed customers and their segments."""
    for entry in entries:
        values = {**entry, "joined": today + timedelta(days=entry["joined"])}
        segment = values.pop("segment")
        yield Customer(**values)
        yield SegmentTruth(values["id"], segment)


def orders(entries: Entries, products: Mapping[str, Product], fees: Fees, today: date) -> Iterator[Row]:
    """The rows of the fixed orders, at list prices or at their own `prices`; raises KeyError for an unknown product."""
    for entry in entries:
        moments = {name: at(today + timedelta(days=entry[name]), HOUR) for name in MOMENTS if name in entry}
        expected = today + timedelta(days=entry["expected"]) if "expected" in entry else None
        yield from rows(_checkout(entry, products, fees), Life(**moments, expected=expected))


def _checkout(entry: Mapping[str, Any], products: Mapping[str, Product], fees: Fees) -> Checkout:
    chosen = {sku: products[sku] for sku in entry["items"]}
    categories = frozenset(product.category for product in chosen.values())
    prices = {sku: fees.reduced(product.price, product.category, categories) for sku, product in chosen.items()}
    prices |= {sku: Decimal(str(paid)) for sku, paid in entry.get("prices", {}).items()}
    items = tuple(Item(product, entry["items"][sku], prices[sku]) for sku, product in chosen.items())
    return Checkout(
        number=entry["number"],
        customer=entry["customer"],
        items=items,
        method="standard",
        payment="Visa",
        coupon="",
        discount=fees.discount(""),
        shipping=fees.delivery("standard", goods(items)),
        tracking=entry.get("tracking", ""),
        returned=entry.get("returned", {}),
        reason="changed_mind",
    )
