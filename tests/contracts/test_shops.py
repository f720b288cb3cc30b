"""What every shop backend must do; a new one is one more line in SHOPS."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date

import pytest

from bot.errors import UnknownOrder
from bot.shops import Shop
from bot.shops.demo import Demo
from knowledge_base.demo.database import prepare
from knowledge_base.pipeline import load_products

Open = Callable[[str], AbstractContextManager[Shop]]


@dataclass(frozen=True)
class Backend:
    """How to open a fresh shop in an empty database, and the numbers of three orders in it."""

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


SHOPS = {"demo": Backend(demo, cancellable="SK1050001", shipped="SK1048213", cancelled="SK1050004")}


@pytest.fixture(params=sorted(SHOPS))
def backend(request: pytest.FixtureRequest) -> Backend:
    return SHOPS[request.param]


@pytest.fixture
def shop(backend: Backend, database_url: str) -> Iterator[Shop]:
    with backend.open(database_url) as opened:
        yield opened


def test_an_unknown_number_is_an_unknown_order(shop: Shop) -> None:
    for number in ("SK0000000", "", "hello", "SK1\x00", "\ud800", "9" * 5000):
        with pytest.raises(UnknownOrder):
            shop.order(number)
        with pytest.raises(UnknownOrder):
            shop.cancel(number, "key")


def test_an_order_on_its_way_has_a_carrier_and_an_expected_day(shop: Shop, backend: Backend) -> None:
    order = shop.order(backend.shipped)
    assert (order.number, order.state, order.delivered) == (backend.shipped, "shipped", None)
    assert order.carrier
    assert order.tracking
    assert order.expected is not None
    assert order.lines
    assert order.total > 0


def test_cancelling_changes_the_state_for_good(shop: Shop, backend: Backend) -> None:
    cancelled = shop.cancel(backend.cancellable, "key")
    assert cancelled.state == "cancelled"
    assert shop.order(backend.cancellable) == cancelled


def test_the_same_key_again_changes_nothing(shop: Shop, backend: Backend) -> None:
    first = shop.cancel(backend.cancellable, "key")
    assert shop.cancel(backend.cancellable, "key") == first


def test_another_key_on_a_cancelled_order_changes_nothing(shop: Shop, backend: Backend) -> None:
    before = shop.order(backend.cancelled)
    assert shop.cancel(backend.cancelled, "another key") == before


def test_a_key_that_was_used_for_one_order_cancels_no_other(shop: Shop, backend: Backend) -> None:
    shop.cancel(backend.cancelled, "key")
    assert shop.cancel(backend.cancellable, "key").state != "cancelled"


def test_a_shipped_order_comes_back_unchanged(shop: Shop, backend: Backend) -> None:
    before = shop.order(backend.shipped)
    assert shop.cancel(backend.shipped, "key") == before


def test_a_key_may_be_any_text(shop: Shop, backend: Backend) -> None:
    for key in ("", "\x00", "\ud800", "键" * 5000):
        assert shop.cancel(backend.cancellable, key).state == "cancelled"


@pytest.mark.parametrize("keys", [["same"] * 8, [str(number) for number in range(8)]], ids=["same key", "other keys"])
def test_many_threads_at_once_cancel_once(shop: Shop, backend: Backend, keys: list[str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda key: shop.cancel(backend.cancellable, key), keys))
    assert {order.state for order in results} == {"cancelled"}
    assert shop.order(backend.cancellable).state == "cancelled"


def test_threads_that_use_one_key_for_two_orders_cancel_one_at_most(shop: Shop, backend: Backend) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: shop.cancel(number, "key"), [backend.cancellable, backend.shipped] * 4))
    assert shop.order(backend.shipped).state == "shipped"
