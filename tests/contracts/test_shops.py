"""What every shop backend must do; a new one is one more line in SHOPS."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from bot.errors import UnknownOrder
from bot.requests import Cancel, DeleteAccount, OrderRequest, Readdress
from bot.shops import Shop
from bot.shops.demo import Demo
from configs.plugins import build
from knowledge_base.demo.database import prepare
from knowledge_base.pipeline import load_products
from tests.fake_shops import EMAIL, PHONE, TOKEN, System, rest, serving, shopify, woocommerce

Open = Callable[[str], AbstractContextManager[Shop]]


@dataclass(frozen=True)
class Backend:
    """How to open a fresh shop in an empty database, and the numbers of three orders of EMAIL and PHONE in it."""

    open: Open
    cancellable: str
    shipped: str
    cancelled: str


@contextmanager
def demo(url: str) -> Iterator[Shop]:
    prepare(url, load_products(), date(2026, 6, 15), customers=5)
    shop = Demo(database=url)
    yield shop
    shop.close()


def remote(system: Callable[[], System], settings: Mapping[str, Any]) -> Open:
    """A shop of another system, which is new each time; its receipts are in the database."""

    @contextmanager
    def opened(url: str) -> Iterator[Shop]:
        with serving(system()) as server, pytest.MonkeyPatch.context() as environment:
            environment.setenv("FAKE_SHOP_TOKEN", TOKEN)
            shop = build(Shop, "bot.shops", {**settings, "url": server.url, "receipts": url, "pause_seconds": 0.0})
            yield shop
            shop.close()

    return opened


SHOPS = {
    "demo": Backend(demo, "SK1050001", "SK1048213", "SK1050004"),
    "rest": Backend(remote(rest.Rest, rest.SETTINGS), "A-1001", "A-1002", "A-1003"),
    "shopify": Backend(remote(shopify.Shopify, shopify.SETTINGS), "1001", "1002", "1003"),
    "woocommerce": Backend(remote(woocommerce.WooCommerce, woocommerce.SETTINGS), "1001", "1002", "1003"),
}


@pytest.fixture(params=sorted(SHOPS))
def backend(request: pytest.FixtureRequest) -> Backend:
    return SHOPS[request.param]


@pytest.fixture
def shop(backend: Backend, database_url: str) -> Iterator[Shop]:
    with backend.open(database_url) as opened:
        yield opened


def test_an_unknown_number_is_an_unknown_order(shop: Shop) -> None:
    for number in ("SK0000000", "", "hello", "SK1\x00", "\ud800", "9" * 5000, "../orders", "1?a=b"):
        with pytest.raises(UnknownOrder):
            shop.order(number)
        with pytest.raises(UnknownOrder):
            shop.perform(Cancel(number), "key")
        assert shop.owns(number, EMAIL) == ""


def test_an_order_on_its_way_has_a_carrier_and_a_tracking_number(shop: Shop, backend: Backend) -> None:
    order = shop.order(backend.shipped)
    assert (order.number, order.state, order.delivered) == (backend.shipped, "shipped", None)
    assert order.carrier
    assert order.tracking
    assert order.lines
    assert order.total > 0
    assert order.address


def test_a_customers_orders_come_latest_first(shop: Shop, backend: Backend) -> None:
    customer = shop.order(backend.cancellable).customer
    found = shop.orders(customer)
    assert shop.order(backend.cancellable) in found
    assert {order.customer for order in found} == {customer}
    assert [order.placed for order in found] == sorted((order.placed for order in found), reverse=True)


@pytest.mark.parametrize("customer", ["", "nobody", "\ud800", "0", "../customers"])
def test_somebody_unknown_has_no_orders(shop: Shop, customer: str) -> None:
    assert shop.orders(customer) == ()


def test_an_order_is_its_customers_by_address_or_number_in_any_form(shop: Shop, backend: Backend) -> None:
    customer = shop.order(backend.cancellable).customer
    digits = PHONE.lstrip("+").replace(" ", "")
    for contact in (EMAIL, f" {EMAIL.upper()} ", PHONE, f"00{digits}", f"+{digits[:4]}-{digits[4:]}"):
        assert shop.owns(backend.cancellable, contact) == customer


@pytest.mark.parametrize("contact", ["", " ", "somebody@example.org", "@", "+1 202 555 0100", "0", "900102", "\ud800", "%", "*"])
def test_an_order_is_nobody_elses(shop: Shop, backend: Backend, contact: str) -> None:
    assert shop.owns(backend.cancellable, contact) == ""


def test_cancelling_changes_the_state_for_good(shop: Shop, backend: Backend) -> None:
    receipt = shop.perform(Cancel(backend.cancellable), "key")
    assert receipt.done
    assert receipt.order is not None
    assert receipt.order.state == "cancelled"
    assert shop.order(backend.cancellable) == receipt.order


def test_the_same_key_again_changes_nothing(shop: Shop, backend: Backend) -> None:
    first = shop.perform(Cancel(backend.cancellable), "key")
    assert shop.perform(Cancel(backend.cancellable), "key") == first


def test_another_key_on_a_cancelled_order_changes_nothing(shop: Shop, backend: Backend) -> None:
    before = shop.order(backend.cancelled)
    receipt = shop.perform(Cancel(backend.cancelled), "another key")
    assert (receipt.done, receipt.refusal, receipt.order) == (False, "state", before)


def test_a_key_that_was_used_for_one_order_cancels_no_other(shop: Shop, backend: Backend) -> None:
    first = shop.perform(Cancel(backend.cancelled), "key")
    assert shop.perform(Cancel(backend.cancellable), "key") == first
    assert shop.order(backend.cancellable).state != "cancelled"


def test_a_shipped_order_is_refused_unchanged(shop: Shop, backend: Backend) -> None:
    before = shop.order(backend.shipped)
    receipt = shop.perform(Cancel(backend.shipped), "key")
    assert (receipt.done, receipt.refusal, receipt.order) == (False, "state", before)


def test_an_order_that_was_not_shipped_can_go_somewhere_else(shop: Shop, backend: Backend) -> None:
    assert Readdress in shop.serves
    receipt = shop.perform(Readdress(backend.cancellable, "7 Willow Lane, Leeds"), "key")
    assert receipt.done
    assert "7 Willow Lane" in shop.order(backend.cancellable).address
    assert shop.perform(Readdress(backend.shipped, "7 Willow Lane, Leeds"), "another").refusal == "state"


def test_what_is_not_served_is_refused_as_unsupported_and_changes_nothing(shop: Shop) -> None:
    class Unheard(OrderRequest):
        pass

    assert Unheard not in shop.serves
    assert shop.perform(Unheard("1"), "key").refusal == "unsupported"


def test_an_account_with_open_orders_is_kept(shop: Shop, backend: Backend) -> None:
    customer = shop.order(backend.cancellable).customer
    assert shop.perform(DeleteAccount(customer), "key").done is False
    assert shop.owns(backend.cancellable, EMAIL) == customer


def test_a_key_may_be_any_text(shop: Shop, backend: Backend) -> None:
    for key in ("", "\x00", "\ud800", "键" * 5000):
        receipt = shop.perform(Cancel(backend.cancellable), key)
        assert receipt.order is not None
        assert receipt.order.state == "cancelled"


@pytest.mark.parametrize("keys", [["same"] * 8, [str(number) for number in range(8)]], ids=["same key", "other keys"])
def test_many_threads_at_once_cancel_once(shop: Shop, backend: Backend, keys: list[str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda key: shop.perform(Cancel(backend.cancellable), key), keys))
    assert {receipt.order.state for receipt in results if receipt.order} == {"cancelled"}
    assert sum(receipt.done for receipt in results) == (8 if len(set(keys)) == 1 else 1)


def test_threads_that_use_one_key_for_two_orders_cancel_one_at_most(shop: Shop, backend: Backend) -> None:
    with ThreadPoolExecutor(8) as pool:
        requests = [Cancel(backend.cancellable), Cancel(backend.shipped)] * 4
        list(pool.map(lambda request: shop.perform(request, "key"), requests))
    assert shop.order(backend.shipped).state == "shipped"
