"""WooCommerce's backend: what it reads, asks and writes down for the staff."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ShopUnavailable, UnknownOrder
from bot.orders import Order, OrderLine, Refund
from bot.requests import Cancel, Checkout, Invoice, Readdress, Report, Return
from bot.shops import Shop
from configs.errors import ConfigurationError
from configs.plugins import build
from tests.fake_shops import EMAIL, Server, Told, connected, serving, woocommerce


@pytest.fixture
def system() -> woocommerce.WooCommerce:
    return woocommerce.WooCommerce()


@pytest.fixture
def server(system: woocommerce.WooCommerce) -> Iterator[Server]:
    with serving(system) as server:
        yield server


@pytest.fixture
def settings(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    return connected(woocommerce.SETTINGS, server, tmp_path, monkeypatch)


@pytest.fixture
def shop(settings: dict[str, Any]) -> Iterator[Shop]:
    shop = build(Shop, "bot.shops", settings)
    yield shop
    shop.close()


def test_an_order_is_read(shop: Shop) -> None:
    assert shop.order(" #1002 ") == Order(
        number="1002",
        customer="2",
        state="shipped",
        placed=date(2026, 6, 10),
        expected=None,
        delivered=None,
        carrier="HarbourLine",
        tracking="HL1",
        total=Decimal("120.50"),
        lines=(OrderLine("LAMP-1", 2, Decimal("60.25"), (("en", "Lamp"), ("zh", "Lamp"))),),
        address="42 Lantern Street, Leeds, LS1, GB",
        payment="Credit card",
        currency="GBP",
    )
    assert shop.order("1003").refund == Refund(Decimal("120.50"), date(2026, 6, 11), date(2026, 6, 11))


def test_statuses_of_extensions_are_explained_in_the_settings(
    settings: dict[str, Any], system: woocommerce.WooCommerce, shop: Shop
) -> None:
    system.orders[1002].update(status="arrived")
    with pytest.raises(ShopUnavailable, match="'arrived' is unknown"):
        shop.order("1002")
    taught = build(Shop, "bot.shops", {**settings, "states": {"arrived": "delivered"}})
    assert (taught.order("1002").state, taught.order("1002").delivered) == ("delivered", date(2026, 6, 11))
    taught.close()


def test_who_orders_without_an_account_is_a_guest(shop: Shop) -> None:
    assert shop.owns("1004", EMAIL) == "guest:1004"
    assert [order.number for order in shop.orders("guest:1004")] == ["1004"]
    assert shop.orders("guest:1001") == shop.orders("0") == ()


def test_a_paid_order_is_paid_back_and_ends_as_cancelled(shop: Shop, system: woocommerce.WooCommerce) -> None:
    receipt = shop.perform(Cancel("1001"), "key")
    assert (receipt.done, receipt.amount) == (True, Decimal("120.50"))
    assert (system.orders[1001]["status"], len(system.orders[1001]["refunds"])) == ("cancelled", 1)


def test_an_unpaid_order_is_cancelled_without_a_refund(shop: Shop, system: woocommerce.WooCommerce) -> None:
    receipt = shop.perform(Cancel("1004"), "key")
    assert (receipt.done, receipt.amount, system.orders[1004]["refunds"]) == (True, None, [])


def test_a_refund_whose_answer_was_lost_is_not_made_twice(shop: Shop, system: woocommerce.WooCommerce) -> None:
    system.losing = True
    with pytest.raises(ShopUnavailable):
        shop.perform(Cancel("1001"), "key")
    system.losing = False
    receipt = shop.perform(Cancel("1001"), "key")
    assert (receipt.done, system.orders[1001]["status"]) == (True, "cancelled")
    assert len(system.orders[1001]["refunds"]) == 1


def test_an_address_leaves_nothing_of_the_old_one_but_the_country(shop: Shop) -> None:
    receipt = shop.perform(Readdress("1001", "深圳柳巷7号"), "key")
    assert receipt.order is not None
    assert receipt.order.address == "深圳柳巷7号, GB"


def test_a_return_becomes_a_private_note(shop: Shop, system: woocommerce.WooCommerce) -> None:
    receipt = shop.perform(Return("1002", "LAMP-1", "faulty"), "key")
    assert (receipt.done, receipt.reference) == (True, "1002-281")
    (note,) = system.notes
    assert note["customer_note"] is False
    assert note["note"].startswith("The customer asks for: return\nproduct: LAMP-1\nreason: faulty\n[")
    assert shop.perform(Return("1002", "LAMP-1", "faulty"), "key") == receipt


def test_a_note_whose_answer_was_lost_is_not_left_twice(shop: Shop, system: woocommerce.WooCommerce) -> None:
    report = Report("1002", "damaged", "replacement", "LAMP-1", "灯罩碎了")
    system.losing = True
    with pytest.raises(ShopUnavailable):
        shop.perform(report, "key")
    system.losing = False
    assert shop.perform(report, "key").reference == "1002-281"
    assert "in the customer's words: 灯罩碎了" in system.notes[0]["note"]
    assert shop.perform(Invoice("1002", "Lin Mei", EMAIL), "another").reference == "1002-282"


@pytest.mark.parametrize(
    ("sku", "quantity", "refusal"),
    [("LAMP-1", 3, ""), ("LAMP-1", 4, "sold_out"), ("BULB", 1, "sold_out"), ("LAMP-1", 0, "empty"), ("X", 1, "product")],
)
def test_a_basket_has_a_link_while_there_is_stock(shop: Shop, server: Server, sku: str, quantity: int, refusal: str) -> None:
    receipt = shop.perform(Checkout(sku, quantity), "key")
    assert (receipt.refusal, receipt.link) == (refusal, "" if refusal else f"{server.url}/?add-to-cart=11&quantity=3")


def test_a_busy_shop_is_asked_again(shop: Shop, server: Server) -> None:
    server.instead = [Told(429, {}, {"Retry-After": "0"}), Told(503, {})]
    assert shop.order("1001").state == "paid"


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (Told(401, {}), "refuses the credentials"),
        (Told(400, {"code": "rest_invalid_param"}), "rest_invalid_param"),
        (Told(200, {"id": 1001, "status": "processing"}), "KeyError"),
        (Told(200, "<!doctype html>"), "no JSON"),
    ],
)
def test_other_errors_are_explained(shop: Shop, server: Server, told: Told, reason: str) -> None:
    server.instead = [told]
    with pytest.raises(ShopUnavailable, match=reason):
        shop.order("1001")


def test_a_number_that_is_none_is_not_even_asked_for(shop: Shop, server: Server) -> None:
    for number in ("A-1001", "../products", "batch"):
        with pytest.raises(UnknownOrder):
            shop.order(number)
    assert server.asked == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"key": "x"}, "no setting 'key'"), ({"secret_env": "NOT_SET"}, "NOT_SET"), ({"states": {"arrived": "here"}}, "'states'")],
)
def test_a_wrong_setting_is_named(settings: dict[str, Any], change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        build(Shop, "bot.shops", {**settings, **change})
