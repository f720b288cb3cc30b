"""One drawn shop for all tests that only look at it."""

from datetime import date

import pytest

from knowledge_base.demo.generator import generate
from knowledge_base.demo.records import Row
from knowledge_base.pipeline import load_products
from knowledge_base.products import Product


@pytest.fixture(scope="session")
def products() -> tuple[Product, ...]:
    return load_products()


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 6, 15)


@pytest.fixture(scope="session")
def rows(products: tuple[Product, ...], today: date) -> list[Row]:
    """The whole shop, as the default seed draws it."""
    return list(generate(products, today))
