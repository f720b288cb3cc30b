"""The demo shop's backend: numbers as customers write them, money, crashes, several processes, a database that is away."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.errors import ShopUnavailable
from bot.orders import OrderLine
from bot.requests import Cancel
from bot.shops import Shop
from bot.shops.demo import Demo
from configs.plugins import build
from knowledge_base.demo.database import prepare
from knowledge_base.pipeline import load_products

TODAY = date(2026, 6, 15)
STEPS = 12
"""Statements and commits of one cancelling; a test fails when there are more or fewer."""
CANCEL = """
import os, signal, sys
from sqlalchemy import Engine, event
from bot.requests import Cancel
from bot.shops.demo import Demo
url, die_at = sys.argv[1], int(sys.argv[2])
shop, steps = Demo(database=url, seconds=30), 0

def step(*arguments):
    global steps
    steps += 1
    if steps == die_at:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "before_cursor_execute", step)
event.listen(Engine, "commit", step)
for number in range(int(sys.argv[3])):
    shop.perform(Cancel("SK1050001"), f"key {number}")
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("demo") / "shop.db"
    prepare(f"sqlite:///{file}", load_products(), TODAY, customers=5)
    return file.read_bytes()


@pytest.fixture
def file(made: bytes, tmp_path: Path) -> Path:
    file = tmp_path / "shop.db"
    file.write_bytes(made)
    return file


@pytest.fixture
def shop(file: Path) -> Iterator[Demo]:
    shop = Demo(database=f"sqlite:///{file}", seconds=0.2)
    yield shop
    shop.close()


def rows(file: Path, query: str, *values: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    found = connection.execute(query, values).fetchall()
    connection.close()
    return found


def child(file: Path, die_at: int = 0, times: int = 1) -> "subprocess.Popen[bytes]":
    arguments = [sys.executable, "-c", CANCEL, f"sqlite:///{file}", str(die_at), str(times)]
    return subprocess.Popen(arguments)


@pytest.mark.parametrize(
    "written", ["SK1048213", "sk1048213", " SK 1048213 ", "#SK-1048213", "1048213", "ＳＫ１０４８２１３", "订单SK1048213"]
)
def test_a_number_is_understood_as_customers_write_it(shop: Demo, written: str) -> None:
    assert shop.order(written).number == "SK1048213"


def test_a_documented_order_is_as_documented(shop: Demo) -> None:
    order = shop.order("SK1048213")
    assert (order.customer, order.state, order.placed) == ("C0002", "shipped", TODAY - timedelta(days=3))
    assert (order.expected, order.delivered) == (TODAY + timedelta(days=2), None)
    assert (order.carrier, order.tracking) == ("YunTong Express", "YT8830012345678")
    assert order.lines == (OrderLine("NOVA-X5-128", 1, Decimal("699.00")), OrderLine("SHELL-X5", 1, Decimal("19.90")))
    assert order.total == Decimal("718.90")


def test_a_delivered_order_has_its_day(shop: Demo) -> None:
    assert shop.order("SK1050003").delivered == TODAY - timedelta(days=5)


@pytest.mark.parametrize(("number", "refunds"), [("SK1050001", 1), ("SK1050002", 1), ("SK1050005", 0)])
def test_cancelling_opens_a_refund_for_what_was_paid(shop: Demo, file: Path, number: str, refunds: int) -> None:
    total = shop.perform(Cancel(number), "key").amount
    found = rows(file, "SELECT amount, paid_at FROM shop_refunds WHERE number = ?", number)
    assert found == [(int((total or 0) * 100), None)] * refunds


def test_the_plug_in_is_found_by_its_name_and_takes_its_settings(file: Path) -> None:
    shop = build(Shop, "bot.shops", {"name": "demo", "database": f"sqlite:///{file}", "seconds": 1.5})
    assert shop.order("1050002").state == "packed"
    shop.close()


def test_a_database_that_was_never_prepared_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(ShopUnavailable, match="no such table"):
        Demo(database=f"sqlite:///{tmp_path}/shop.db").order("SK1048213")


def test_a_database_server_that_is_away_is_unavailable() -> None:
    shop = Demo(database="postgresql+psycopg://nobody@127.0.0.1:1/shop", seconds=1)
    with pytest.raises(ShopUnavailable):
        shop.order("SK1048213")
    with pytest.raises(ShopUnavailable):
        shop.perform(Cancel("SK1050001"), "key")
    shop.close()


def test_a_locked_database_is_given_up_after_a_moment_and_works_again(shop: Demo, file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ShopUnavailable, match="locked"):
        shop.perform(Cancel("SK1050001"), "key")
    with pytest.raises(ShopUnavailable, match="locked"):
        shop.order("SK1050001")
    other.execute("ROLLBACK")
    other.close()
    assert shop.perform(Cancel("SK1050001"), "key").done


@pytest.mark.parametrize("die_at", range(1, STEPS + 2))
def test_a_crash_at_any_step_leaves_the_order_whole(shop: Demo, file: Path, die_at: int) -> None:
    assert child(file, die_at).wait() == (-9 if die_at <= STEPS else 0)
    done = shop.order("SK1050001").state == "cancelled"
    refunds = "SELECT count(*) FROM shop_refunds WHERE number = 'SK1050001'"
    assert rows(file, refunds) == [(int(done),)]
    assert rows(file, "SELECT count(*) FROM shop_requests") == [(int(done),)]
    assert shop.perform(Cancel("SK1050001"), "key 0").done
    assert rows(file, refunds) == [(1,)]


def test_two_processes_cancel_once(file: Path) -> None:
    children = [child(file, times=10), child(file, times=10)]
    assert [process.wait() for process in children] == [0, 0]
    assert rows(file, "SELECT count(*), sum(receipt ->> 'done') FROM shop_requests") == [(10, 1)]
    assert rows(file, "SELECT count(*) FROM shop_refunds WHERE number = 'SK1050001'") == [(1,)]
