"""What the demo shop does for customers besides cancelling: each request, its refusals and what is in the database then."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.orders import Order, Refund
from bot.requests import (
    Change,
    Checkout,
    DeleteAccount,
    Exchange,
    Invoice,
    OrderRequest,
    ProtectPrice,
    Readdress,
    Receipt,
    Repair,
    Report,
    Request,
    Return,
)
from bot.shops.demo import Demo
from knowledge_base.demo.campaigns import ZONE
from knowledge_base.demo.database import prepare
from knowledge_base.pipeline import load_products

TODAY = datetime.now(UTC).astimezone(ZONE).date()
PRODUCTS = {product.sku: product for product in load_products()}
PAID, PACKED, DELIVERED, PLACED, SHIPPED = "SK1050001", "SK1050002", "SK1050003", "SK1050005", "SK1048213"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("demo") / "shop.db"
    prepare(f"sqlite:///{file}", list(PRODUCTS.values()), TODAY, customers=5)
    return file.read_bytes()


@pytest.fixture
def file(made: bytes, tmp_path: Path) -> Path:
    file = tmp_path / "shop.db"
    file.write_bytes(made)
    return file


@pytest.fixture
def shop(file: Path) -> Iterator[Demo]:
    shop = Demo(database=f"sqlite:///{file}")
    yield shop
    shop.close()


def run(file: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    found = connection.execute(statement, values).fetchall()
    connection.commit()
    connection.close()
    return found


def after(receipt: Receipt) -> Order:
    assert receipt.order is not None
    return receipt.order


def test_a_larger_unpaid_order_costs_more(shop: Demo) -> None:
    before = shop.order(PLACED)
    receipt = shop.perform(Change(PLACED, before.lines[0].sku, 2), "key")
    assert (receipt.done, receipt.link, receipt.amount) == (True, "", None)
    assert after(receipt).total == before.total + before.lines[0].price
    assert after(receipt).lines[0].quantity == 2


def test_what_a_paid_order_costs_more_is_paid_behind_a_link(shop: Demo) -> None:
    before = shop.order(PAID)
    receipt = shop.perform(Change(PAID, "SHELL-X5", 1), "key")
    assert (receipt.done, receipt.link) == (True, f"/orders/{PAID}/pay")
    assert after(receipt).total == before.total + PRODUCTS["SHELL-X5"].price
    assert {line.sku for line in after(receipt).lines} == {before.lines[0].sku, "SHELL-X5"}


def test_what_a_paid_order_costs_less_is_paid_back_once(shop: Demo) -> None:
    shop.perform(Change(PAID, "SHELL-X5", 2), "more")
    shop.perform(Change(PAID, "SHELL-X5", 1), "less")
    receipt = shop.perform(Change(PAID, "SHELL-X5", 0), "none")
    price = PRODUCTS["SHELL-X5"].price
    assert receipt.amount == price
    assert shop.perform(Change(PAID, "SHELL-X5", 0), "none") == receipt
    assert after(receipt).refund == Refund(price * 2, TODAY)


def test_the_money_of_a_changed_order_adds_up(shop: Demo, file: Path) -> None:
    shop.perform(Change(PAID, "SHELL-X5", 3), "key")
    goods = run(file, "SELECT sum(quantity * price) FROM shop_lines WHERE number = ?", PAID)
    assert run(file, "SELECT total - shipping + discount FROM shop_orders WHERE number = ?", PAID) == goods


SOLD_OUT = next(sku for sku, product in PRODUCTS.items() if product.stock == 0)


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (Change(PACKED, "SHELL-TAB10-FOLIO", 2), "state"),
        (Change(PAID, "LARK-BUDS2", 0), "empty"),
        (Change(PAID, "LARK-BUDS2", 9999), "sold_out"),
        (Change(PAID, SOLD_OUT, 1), "sold_out"),
        (Change(PAID, "NO-SUCH", 1), "product"),
        (Change(PAID, "SHELL-X5", 0), "product"),
        (Readdress(PACKED, "elsewhere"), "state"),
        (Return(SHIPPED, "NOVA-X5-128", "mind"), "state"),
        (Return(DELIVERED, "NOVA-X5-128", "mind"), "product"),
        (Exchange(DELIVERED, "LARK-STUDIO", SOLD_OUT), "sold_out"),
        (Exchange(PAID, "LARK-BUDS2", "a blue one"), "state"),
        (Report(PAID, "missing", "check"), "state"),
        (Report(SHIPPED, "damaged", "refund", "LARK-STUDIO"), "product"),
        (Repair(PAID, "LARK-BUDS2", "no sound"), "state"),
        (Repair(DELIVERED, "SHELL-X5", "no sound"), "product"),
        (Invoice(PLACED, "Lin Mei", "lin@example.com"), "state"),
        (ProtectPrice(PLACED, "IRIS-A6-KIT"), "state"),
        (ProtectPrice(DELIVERED, "LARK-STUDIO"), "nothing_due"),
        (ProtectPrice(DELIVERED, "SHELL-X5"), "product"),
        (Checkout(SOLD_OUT, 1), "sold_out"),
        (Checkout("NO-SUCH", 1), "product"),
        (Checkout("SHELL-X5", 0), "empty"),
        (DeleteAccount("C0001"), "state"),
        (DeleteAccount("nobody"), "state"),
        (DeleteAccount("\ud800"), "state"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(shop: Demo, file: Path, request_: Request, refusal: str) -> None:
    tables = ("orders", "lines", "refunds", "returns", "addresses", "customers")
    before = [run(file, f"SELECT * FROM shop_{table}") for table in tables]  # noqa: S608
    receipt = shop.perform(request_, "key")
    assert (receipt.done, receipt.refusal, receipt.reference, receipt.link) == (False, refusal, "", "")
    assert [run(file, f"SELECT * FROM shop_{table}") for table in tables] == before  # noqa: S608
    assert shop.perform(request_, "key") == receipt


def test_an_address_is_the_orders_own(shop: Demo) -> None:
    others = {order.number: order.address for order in shop.orders("C0002") if order.number != PAID}
    shop.perform(Readdress(PAID, "7 Willow Lane, Leeds"), "key")
    receipt = shop.perform(Readdress(PAID, "深圳柳巷7号"), "another")
    assert after(receipt).address == "深圳柳巷7号"
    assert {order.number: order.address for order in shop.orders("C0002") if order.number != PAID} == others


@pytest.mark.parametrize(
    ("request_", "letters"),
    [
        (Return(DELIVERED, "LARK-STUDIO", "faulty"), "RM"),
        (Exchange(DELIVERED, "LARK-STUDIO", "the black one"), "RM"),
        (Report(SHIPPED, "missing", "check"), "RP"),
        (Report(PLACED, "payment", "check", words="charged twice"), "RP"),
        (Report(DELIVERED, "damaged", "replacement", "LARK-STUDIO"), "RP"),
        (Repair(DELIVERED, "LARK-STUDIO", "没有声音"), "RR"),
        (Invoice(DELIVERED, "Lin Mei", "lin@example.com", "91440300MA5"), "IN"),
    ],
)
def test_what_people_go_on_with_has_a_reference_and_is_kept_in_full(
    shop: Demo, file: Path, request_: OrderRequest, letters: str
) -> None:
    before = shop.order(request_.number)
    receipt = shop.perform(request_, "key")
    assert receipt.done
    assert (receipt.reference[:2], receipt.reference[2:].isdigit(), len(receipt.reference)) == (letters, True, 10)
    assert after(receipt) == before
    assert shop.perform(request_, "key") == receipt
    kept = "SELECT kind, number, reference FROM shop_requests WHERE asked ->> 'number' = ?"
    assert run(file, kept, request_.number) == [(type(request_).__name__, request_.number, receipt.reference)]


def test_a_return_is_announced_once(shop: Demo, file: Path) -> None:
    shop.perform(Return(DELIVERED, "LARK-STUDIO", "mind"), "key")
    assert shop.perform(Return(DELIVERED, "LARK-STUDIO", "mind"), "another").refusal == "state"
    assert shop.perform(Exchange(DELIVERED, "LARK-STUDIO", "a blue one"), "third").refusal == "state"
    announced = run(file, "SELECT sku, quantity, reason, received_at FROM shop_returns WHERE number = ?", DELIVERED)
    assert announced == [("LARK-STUDIO", 1, "changed_mind", None)]


def test_a_fallen_price_is_paid_back_once(shop: Demo, file: Path) -> None:
    before = shop.order(DELIVERED)
    run(file, "INSERT INTO shop_offers VALUES ('LARK-STUDIO', ?, ?, 10000)", TODAY.isoformat(), TODAY.isoformat())
    receipt = shop.perform(ProtectPrice(DELIVERED, "LARK-STUDIO"), "key")
    due = before.lines[0].price - Decimal(100)
    assert (receipt.done, receipt.amount) == (True, due)
    assert after(receipt).refund == Refund(due, TODAY)
    assert after(receipt).total == before.total - due
    assert shop.perform(ProtectPrice(DELIVERED, "LARK-STUDIO"), "another").refusal == "nothing_due"


def test_a_basket_is_behind_a_link(shop: Demo) -> None:
    receipt = shop.perform(Checkout("SHELL-X5", 2, "C0001"), "key")
    assert receipt.link == f"/basket/{receipt.reference}"
    assert shop.perform(Checkout("SHELL-X5", 2, "C0001"), "key") == receipt


def test_a_deleted_account_leaves_its_orders_and_nothing_personal(shop: Demo, file: Path) -> None:
    shop.perform(Invoice(DELIVERED, "Lin Mei", "lin@example.com"), "invoice")
    run(file, "UPDATE shop_orders SET state = 'delivered' WHERE customer = 'C0001'")
    orders = shop.orders("C0001")
    assert shop.perform(DeleteAccount("C0001"), "key").done
    assert [order.number for order in shop.orders("C0001")] == [order.number for order in orders]
    assert {order.address for order in shop.orders("C0001")} == {""}
    assert shop.owns(DELIVERED, "lin.mei@example.com") == shop.owns(DELIVERED, "+1 415 555 0101") == ""
    assert run(file, "SELECT asked FROM shop_requests WHERE number = ?", DELIVERED) == [("{}",)]
    assert run(file, "SELECT count(*) FROM shop_views WHERE customer = 'C0001'") == [(0,)]


def test_a_shop_of_an_earlier_version_gets_the_tables_that_it_lacks(file: Path, shop: Demo) -> None:
    run(file, "DROP TABLE shop_requests")
    run(file, "DROP TABLE shop_addresses")
    before = run(file, "SELECT * FROM shop_orders")
    assert not prepare(f"sqlite:///{file}", list(PRODUCTS.values()), TODAY, customers=5)
    assert run(file, "SELECT * FROM shop_orders") == before
    assert shop.perform(Readdress(PAID, "elsewhere"), "key").done
