"""The described REST backend: what it reads, what it sends, when it tries again, and which descriptions it refuses."""

import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ShopUnavailable
from bot.orders import Order, OrderLine, Refund
from bot.requests import Cancel, Change, Checkout, Report, Return
from bot.shops import Shop
from configs.errors import ConfigurationError
from configs.plugins import build
from tests.fake_shops import Server, Told, connected, serving
from tests.fake_shops.rest import SETTINGS, Rest


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Rest()) as server:
        yield server


@pytest.fixture
def settings(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    return connected(SETTINGS, server, tmp_path, monkeypatch)


@pytest.fixture
def shop(settings: dict[str, Any]) -> Iterator[Shop]:
    shop = build(Shop, "bot.shops", settings)
    yield shop
    shop.close()


def test_an_order_is_read_as_described(shop: Shop) -> None:
    names = (("en", "Lamp"), ("zh", "Lamp"))
    assert shop.order("a-1002".upper()) == Order(
        number="A-1002",
        customer="c-2",
        state="shipped",
        placed=date(2026, 6, 11),  # half past two in the morning in Shanghai
        expected=date(2026, 6, 17),
        delivered=None,
        carrier="HarbourLine",
        tracking="HL1",
        total=Decimal("120.50"),
        lines=(OrderLine("LAMP-1", 2, Decimal("50.25"), names), OrderLine("BULB", 4, Decimal("5.00"))),
        address="42 Lantern Street, Leeds",
        currency="EUR",
    )
    assert shop.order("A-1003").refund == Refund(Decimal("120.50"), date(2026, 6, 12))


@pytest.mark.parametrize("written", ["A-1001", " A - 1001 ", "#A-1001", "Ａ-１００１"])
def test_a_number_may_have_spaces_a_hash_and_wide_letters(shop: Shop, written: str) -> None:
    assert shop.order(written).number == "A-1001"


def test_what_is_sent_keeps_its_type_and_has_a_key(shop: Shop, server: Server) -> None:
    receipt = shop.perform(Change("A-1001", "LAMP-1", 3), "key")
    assert receipt.done
    assert receipt.order is not None
    assert receipt.order.lines[0].quantity == 3
    put = next(asked for asked in server.asked if asked.method == "PUT")
    assert (put.path, put.body) == ("/orders/A-1001/items/LAMP-1", {"count": 3})
    assert len(put.headers["idempotency-key"]) == 64


def test_a_result_is_read_as_described(shop: Shop, server: Server) -> None:
    receipt = shop.perform(Return("A-1002", "LAMP-1", "mind"), "key")
    assert (receipt.reference, receipt.link) == ("77", "https://post.example/A-1002")
    assert server.asked[-2].body == {"order": "A-1002", "article": "LAMP-1", "why": "customer says: mind"}
    assert shop.perform(Cancel("A-1001"), "another").amount == Decimal("120.50")


def test_words_of_refusals_are_translated(shop: Shop) -> None:
    assert shop.perform(Change("A-1001", "LAMP-1", 99), "key").refusal == "sold_out"


def test_what_is_not_described_is_not_served(shop: Shop, server: Server) -> None:
    assert Report not in shop.serves
    assert shop.perform(Report("A-1001", "missing", "check"), "key").refusal == "unsupported"
    assert shop.perform(Checkout("LAMP-1", 1), "another").refusal == "unsupported"
    assert server.asked == []


@pytest.mark.parametrize("told", [Told(429, {}, {"Retry-After": "0"}), Told(503, {}), Told(500, "oh no"), Told(502, {})])
def test_a_system_that_is_busy_for_a_moment_is_asked_again(shop: Shop, server: Server, told: Told) -> None:
    server.instead = [told, told]
    assert shop.order("A-1001").state == "paid"
    assert len(server.asked) == 3


def test_a_system_that_stays_busy_is_unavailable(shop: Shop, server: Server) -> None:
    server.instead = [Told(503, {})] * 3
    with pytest.raises(ShopUnavailable, match="answers 503"):
        shop.order("A-1001")


@pytest.mark.parametrize("dated", [False, True], ids=["seconds", "date"])
def test_nobody_waits_for_an_hour(shop: Shop, server: Server, dated: bool) -> None:
    after = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True) if dated else "3600"
    server.instead = [Told(429, {}, {"Retry-After": after})]
    with pytest.raises(ShopUnavailable, match="answers 429"):
        shop.order("A-1001")
    assert len(server.asked) == 1


def test_a_change_that_broke_off_is_made_once_by_the_same_key(shop: Shop, server: Server) -> None:
    shop.order("A-1001")
    server.instead = [Told(200, Rest().orders["A-1001"]), *[Told(500, {})] * 3]
    with pytest.raises(ShopUnavailable):
        shop.perform(Cancel("A-1001"), "key")
    receipt = shop.perform(Cancel("A-1001"), "key")
    assert receipt.done
    assert shop.perform(Cancel("A-1001"), "key") == receipt


def test_without_a_key_a_change_is_not_sent_again_after_a_broken_answer(settings: dict[str, Any], server: Server) -> None:
    shop = build(Shop, "bot.shops", {**settings, "idempotency_header": ""})
    server.instead = [Told(200, Rest().orders["A-1001"]), Told(500, {})]
    with pytest.raises(ShopUnavailable):
        shop.perform(Cancel("A-1001"), "key")
    assert [asked.method for asked in server.asked] == ["GET", "POST"]
    shop.close()


def test_a_cancelling_whose_answer_was_lost_counts_as_done(settings: dict[str, Any]) -> None:
    class Forgetful(Rest):
        def _changed(self, order: dict[str, Any], path: list[str], body: Any) -> Told:
            super()._changed(order, path, body)
            return Told(500, {})

    with serving(Forgetful()) as server:
        shop = build(Shop, "bot.shops", {**settings, "url": server.url, "idempotency_header": ""})
        with pytest.raises(ShopUnavailable):
            shop.perform(Cancel("A-1001"), "key")
        assert shop.perform(Cancel("A-1001"), "key").done
        assert shop.perform(Cancel("A-1001"), "another").refusal == "state"
        shop.close()


def test_a_system_that_never_answers_is_given_up(settings: dict[str, Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        shop = build(Shop, "bot.shops", {**settings, "url": url, "seconds": 0.05, "tries": 2})
        with pytest.raises(ShopUnavailable, match="does not answer: ReadTimeout"):
            shop.order("A-1001")
        shop.close()


def test_a_system_that_is_away_is_unavailable(settings: dict[str, Any]) -> None:
    shop = build(Shop, "bot.shops", {**settings, "url": "http://127.0.0.1:1"})
    with pytest.raises(ShopUnavailable, match="cannot be reached"):
        shop.order("A-1001")
    shop.close()


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (Told(401, {}), "refuses the credentials"),
        (Told(400, {}), "with 400"),
        (Told(200, "<html>"), "no JSON"),
        (Told(200, {"no": "A-1001", "status": "lost"}), "state is 'lost'"),
        (Told(200, {"no": "A-1001", "status": "paid"}), "placed"),
        (Told(200, {"no": "A-1001", "status": "paid", "created": "2026-06-01", "sum": {"total": "much"}}), "total"),
    ],
)
def test_an_answer_that_cannot_be_understood_is_explained(shop: Shop, server: Server, told: Told, reason: str) -> None:
    server.instead = [told]
    with pytest.raises(ShopUnavailable, match=reason):
        shop.order("A-1001")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"operatoins": {}}, "no setting 'operatoins'"),
        ({"operations": {"order": {"pth": "/"}}}, "operations.order.path"),
        ({"operations": {"order": {"path": "/", "methd": "GET"}}}, "operations.order.methd"),
        ({"operations": {"order": {"path": "/"}, "cancle": {"path": "/"}}}, "no operation 'cancle'"),
        ({"operations": {"cancel": {"path": "/"}}}, "operations.order is missing"),
        (
            {"operations": {"order": {"path": "/{nummer}"}}},
            r"operations.order.path: nothing is known of \{nummer\}; there is \{number\}",
        ),
        ({"operations": {"order": {"path": "/{number"}}}, "operations.order.path"),
        ({"operations": {"order": {"path": "/{number.__class__}"}}}, "nothing is known of"),
        ({"operations": {"order": {"path": "/", "found": "a..b"}}}, "operations.order.found.*no JMESPath"),
        ({"order_fields": {**SETTINGS["order_fields"], "totl": "x"}}, "order.totl"),
        ({"states": {"paid": "payed"}}, "states.paid"),
        ({"states": {}}, "states"),
        ({"refusals": {"gone": "away"}}, "refusals.gone"),
        ({"zone": "Middle/Earth"}, "zone 'Middle/Earth'"),
        ({"token_env": "NOT_SET_ANYWHERE"}, "NOT_SET_ANYWHERE"),
        ({"receipts": "nonsense"}, "cannot be used"),
    ],
)
def test_a_wrong_description_is_refused_by_name(settings: dict[str, Any], change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        build(Shop, "bot.shops", {**settings, **change})


def test_a_missing_setting_is_named(settings: dict[str, Any]) -> None:
    del settings["receipts"]
    with pytest.raises(ConfigurationError, match="Rest needs the setting 'receipts'"):
        build(Shop, "bot.shops", settings)
