"""Shopify's backend: what it reads, asks and waits for."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ShopUnavailable, UnknownOrder
from bot.orders import Order, OrderLine, Refund
from bot.requests import Cancel, Change, Checkout, Readdress, Return
from bot.shops import Shop
from configs.errors import ConfigurationError
from configs.plugins import build
from tests.fake_shops import EMAIL, Server, Told, connected, serving, shopify


def throttled(missing: float) -> Told:
    cost = {"requestedQueryCost": 100, "throttleStatus": {"currentlyAvailable": 100 - missing, "restoreRate": 100.0}}
    return Told(200, {"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}], "extensions": {"cost": cost}})


@pytest.fixture
def system() -> shopify.Shopify:
    return shopify.Shopify()


@pytest.fixture
def server(system: shopify.Shopify) -> Iterator[Server]:
    with serving(system) as server:
        yield server


@pytest.fixture
def settings(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    return connected(shopify.SETTINGS, server, tmp_path, monkeypatch)


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
        placed=date(2026, 6, 11),  # half past midnight in London
        expected=date(2026, 6, 17),
        delivered=None,
        carrier="HarbourLine",
        tracking="HL1",
        total=Decimal("120.50"),
        lines=(OrderLine("LAMP-1", 2, Decimal("60.25"), (("en", "Lamp-1"), ("zh", "Lamp-1"))),),
        address="42 Lantern Street, London NW1, United Kingdom",
        payment="shopify_payments",
        currency="GBP",
    )
    assert shop.order("1003").refund == Refund(Decimal("120.50"), date(2026, 6, 12), date(2026, 6, 12))


def test_a_number_is_not_found_by_its_beginning(shop: Shop) -> None:
    assert shop.order("1001").number == "1001"
    with pytest.raises(UnknownOrder):
        shop.order("100")


def test_many_lines_are_read_page_by_page(shop: Shop, server: Server) -> None:
    assert [line.sku for line in shop.order("1004").lines] == [f"PART-{number}" for number in range(25)]
    assert len(server.asked) == 3


def test_who_orders_without_an_account_is_a_guest(shop: Shop) -> None:
    assert shop.owns("1004", EMAIL) == "guest:1004"
    assert [order.number for order in shop.orders("guest:1004")] == ["1004"]
    assert shop.orders("guest:1001") == shop.orders("guest:9") == ()


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"displayFinancialStatus": "PENDING"}, "placed"),
        ({"displayFinancialStatus": "AUTHORIZED"}, "placed"),
        ({"displayFulfillmentStatus": "IN_PROGRESS"}, "packed"),
        (
            {
                "displayFulfillmentStatus": "PARTIALLY_FULFILLED",
                "fulfillments": [{**shopify.PARCEL, "deliveredAt": "2026-06-16T09:00:00Z"}],
            },
            "shipped",
        ),
        (
            {
                "displayFulfillmentStatus": "FULFILLED",
                "fulfillments": [{**shopify.PARCEL, "deliveredAt": "2026-06-16T09:00:00Z"}],
            },
            "delivered",
        ),
        ({"displayFulfillmentStatus": "FULFILLED", "returnStatus": "RETURNED"}, "returned"),
        ({"displayFinancialStatus": "REFUNDED"}, "refunded"),
    ],
)
def test_its_statuses_become_a_state(shop: Shop, system: shopify.Shopify, changes: dict[str, Any], state: str) -> None:
    system.orders["gid://shopify/Order/1001000"].update(changes)
    order = shop.order("1001")
    assert order.state == state
    assert (order.delivered is not None) == (state == "delivered")


def test_a_cancelled_order_keeps_what_was_in_it(shop: Shop) -> None:
    receipt = shop.perform(Cancel("1001"), "key")
    assert (receipt.done, receipt.amount) == (True, Decimal("120.50"))
    assert receipt.order is not None
    assert (receipt.order.total, len(receipt.order.lines)) == (Decimal("120.50"), 1)


def test_an_address_leaves_nothing_of_the_old_one(shop: Shop, server: Server) -> None:
    receipt = shop.perform(Readdress("1001", "深圳柳巷7号"), "key")
    assert receipt.order is not None
    assert receipt.order.address == "深圳柳巷7号"
    sent = next(asked.body["variables"] for asked in server.asked if "orderUpdate" in asked.body["query"])
    assert sent["input"]["shippingAddress"] == {
        "firstName": "Alex",
        "lastName": "Morgan",
        "phone": "+447700900102",
        "countryCode": "GB",
        "address1": "深圳柳巷7号",
        "address2": "",
        "city": "",
        "zip": "",
    }


def test_a_return_is_requested_once(shop: Shop, system: shopify.Shopify) -> None:
    receipt = shop.perform(Return("1002", "LAMP-1", "faulty"), "key")
    assert (receipt.done, receipt.reference) == (True, "#1002-R1")
    assert shop.perform(Return("1002", "LAMP-1", "faulty"), "another").reference == "#1002-R1"
    assert len(system.returns) == 1
    assert shop.perform(Return("1002", "BULB", "faulty"), "third").refusal == "product"
    assert shop.perform(Return("1001", "LAMP-1", "faulty"), "fourth").refusal == "state"


@pytest.mark.parametrize(
    ("sku", "quantity", "refusal"),
    [("LAMP-1", 3, ""), ("LAMP-1", 4, "sold_out"), ("LAMP-1", 0, "empty"), ("B' OR 1", 1, "product")],
)
def test_a_basket_has_a_link_while_there_is_stock(shop: Shop, server: Server, sku: str, quantity: int, refusal: str) -> None:
    receipt = shop.perform(Checkout(sku, quantity), "key")
    assert (receipt.refusal, receipt.link) == (refusal, "" if refusal else f"{server.url}/cart/881:3")


def test_what_it_has_no_interface_for_is_not_served(shop: Shop) -> None:
    assert Change not in shop.serves
    assert shop.perform(Change("1001", "LAMP-1", 1), "key").refusal == "unsupported"


def test_a_throttled_call_is_made_again_when_the_bucket_has_filled_up(shop: Shop, server: Server) -> None:
    server.instead = [throttled(1), throttled(0)]
    assert shop.order("1001").state == "paid"
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (throttled(100_000), "Throttled"),
        (Told(200, {"errors": [{"message": "Field 'x' doesn't exist"}]}), "Field 'x'"),
        (
            Told(
                200,
                {
                    "data": {
                        "orders": {
                            "nodes": [
                                {"id": "1", "name": "#1001", "lineItems": {"nodes": [], "pageInfo": {"hasNextPage": False}}}
                            ]
                        }
                    }
                },
            ),
            "KeyError",
        ),
        (Told(404, {"errors": "Not Found"}), "404; check bot.shop.url"),
        (Told(403, {"errors": "This action requires merchant approval"}), "refuses the credentials"),
    ],
)
def test_other_errors_are_explained(shop: Shop, server: Server, told: Told, reason: str) -> None:
    server.instead = [told]
    with pytest.raises(ShopUnavailable, match=reason):
        shop.order("1001")


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"token": "x"}, "no setting 'token'"), ({"token_env": "NOT_SET"}, "NOT_SET"), ({"zone": "Mars"}, "Mars")],
)
def test_a_wrong_setting_is_named(settings: dict[str, Any], change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        build(Shop, "bot.shops", {**settings, **change})
