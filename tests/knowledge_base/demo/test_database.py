"""The demo shop's database: made once, whole or not at all; and what analytics reads from it."""

import sqlite3
import subprocess
import sys
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

import pytest

from configs.errors import ConfigurationError
from knowledge_base.demo.database import prepare
from knowledge_base.demo.generator import generate
from knowledge_base.demo.records import Line, Order, View
from knowledge_base.demo.sales import DemoSales
from knowledge_base.products import Product

PREPARE = """
import datetime, os, signal, sys
from sqlalchemy import Engine, event
from knowledge_base.demo.database import prepare
from knowledge_base.pipeline import load_products
url, die_at = sys.argv[1], int(sys.argv[2])
statements = 0

@event.listens_for(Engine, "before_cursor_execute")
def count(*arguments):
    global statements
    statements += 1
    if statements == die_at:
        os.kill(os.getpid(), signal.SIGKILL)

print(prepare(url, load_products(), datetime.date(2026, 6, 15), customers=20), statements)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/shop.db"


def small(url: str, products: tuple[Product, ...], today: date) -> bool:
    return prepare(url, products, today, customers=20)


def child(url: str, die_at: int = 0) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", PREPARE, url, str(die_at)], stdout=subprocess.PIPE, text=True)


def test_a_shop_is_made_once(url: str, products: tuple[Product, ...], today: date) -> None:
    assert small(url, products, today)
    before = list(DemoSales(url).purchases())
    assert not prepare(url, products, today, seed=99, customers=20)
    assert list(DemoSales(url).purchases()) == before


def test_progress_ends_with_the_last_customer(url: str, products: tuple[Product, ...], today: date) -> None:
    steps: list[tuple[int, int]] = []
    prepare(url, products, today, customers=20, progress=lambda done, of: steps.append((done, of)))
    assert steps == [(serial, 20) for serial in range(3, 21)]


def test_the_file_has_a_rollback_journal(url: str, tmp_path: Path, products: tuple[Product, ...], today: date) -> None:
    small(url, products, today)
    connection = sqlite3.connect(tmp_path / "shop.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_two_processes_that_prepare_at_once_make_one_shop(url: str) -> None:
    children = [child(url), child(url)]
    made = [process.communicate()[0].split()[0] for process in children]
    assert sorted(made) == ["False", "True"]


@pytest.mark.parametrize("die_at", [25, 45])
def test_a_shop_that_was_killed_while_it_was_made_is_made_again(
    url: str, die_at: int, products: tuple[Product, ...], today: date
) -> None:
    process = child(url, die_at)
    process.communicate()
    assert process.returncode == -9
    assert small(url, products, today)
    assert next(DemoSales(url).purchases())


def test_a_shop_of_another_version_is_not_touched(url: str, tmp_path: Path, products: tuple[Product, ...], today: date) -> None:
    small(url, products, today)
    connection = sqlite3.connect(tmp_path / "shop.db")
    connection.execute("UPDATE shop_facts SET value = '0' WHERE name = 'version'")
    connection.commit()
    connection.close()
    with pytest.raises(ConfigurationError, match="made by another version; delete it"):
        small(url, products, today)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("nonsense", "cannot be used"),
        ("sqlite://", "needs a file"),
        ("nodb://localhost/shop", "cannot be used"),
        ("sqlite:////no/such/folder/shop.db", "unable to open"),
    ],
)
def test_an_unusable_database_is_explained(wrong: str, reason: str, products: tuple[Product, ...], today: date) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        small(wrong, products, today)


def test_a_file_that_is_no_database_is_explained(tmp_path: Path, products: tuple[Product, ...], today: date) -> None:
    file = tmp_path / "shop.db"
    file.write_text("This is a letter, and quite a long one, to whom it may concern. " * 20)
    with pytest.raises(ConfigurationError, match="not a database"):
        small(f"sqlite:///{file}", products, today)


def test_purchases_are_the_lines_of_paid_orders_in_the_order_of_time(
    url: str, products: tuple[Product, ...], today: date
) -> None:
    small(url, products, today)
    purchases = list(DemoSales(url).purchases())
    assert [purchase.at for purchase in purchases] == sorted(purchase.at for purchase in purchases)
    assert purchases[0].at.tzinfo is UTC
    numbers = {purchase.order for purchase in purchases}
    assert "SK1048213" in numbers
    assert not numbers & {"SK1050004", "SK1050005"}
    bought = {purchase.sku: purchase.price for purchase in purchases if purchase.order == "SK1048213"}
    assert bought == {"NOVA-X5-128": Decimal("699.00"), "SHELL-X5": Decimal("19.90")}


def test_one_customers_sales_can_be_read_alone(url: str, products: tuple[Product, ...], today: date) -> None:
    small(url, products, today)
    sales = DemoSales(url)
    assert list(sales.purchases("C0002")) == [purchase for purchase in sales.purchases() if purchase.customer == "C0002"]
    assert {view.customer for view in sales.views("C0005")} == {"C0005"}


def test_the_whole_shop_comes_back_as_it_was_drawn(url: str, products: tuple[Product, ...], today: date) -> None:
    small(url, products, today)
    rows = list(generate(products, today, number=20))
    sold = {row.number for row in rows if isinstance(row, Order) and row.paid_at is not None and row.cancelled_at is None}
    lines = sorted((row.number, row.sku, row.price) for row in rows if isinstance(row, Line) and row.number in sold)
    views = sorted((row.at, row.customer, row.sku) for row in rows if isinstance(row, View))
    sales = DemoSales(url)
    assert sorted((purchase.order, purchase.sku, purchase.price) for purchase in sales.purchases()) == lines
    assert sorted((view.at, view.customer, view.sku) for view in sales.views()) == views
