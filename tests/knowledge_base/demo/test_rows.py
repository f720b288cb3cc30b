"""The demo shop's rows: the same again, whole, and in agreement with the calendar and the policies."""

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

import pytest

from knowledge_base import demo
from knowledge_base.demo import fixed, segments
from knowledge_base.demo.campaigns import at, is_working_day
from knowledge_base.demo.generator import generate
from knowledge_base.demo.orders import CARRIERS
from knowledge_base.demo.records import Contact, Customer, Delivery, Line, Offer, Order, Refund, Return, Row, SegmentTruth, View
from knowledge_base.pipeline import load_policies
from knowledge_base.products import Product

NOW = at(date(2026, 6, 15), 0)
FIXED = {entry["number"] for entry in fixed.read()[1]}
FICTIONAL = re.compile(r"\+1 \d{3} 555 01\d\d|\+44 7700 900\d{3}")
DIGEST = """
import datetime, hashlib
from knowledge_base.demo.generator import generate
from knowledge_base.pipeline import load_products
rows = generate(load_products(), datetime.date(2026, 6, 15), seed=3, number=30)
print(hashlib.sha256(repr(list(rows)).encode()).hexdigest())
"""
Kind = TypeVar("Kind")


def of(kind: type[Kind], rows: list[Row]) -> list[Kind]:
    return [row for row in rows if isinstance(row, kind)]


def orders(rows: list[Row]) -> dict[str, Order]:
    return {order.number: order for order in of(Order, rows)}


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_same_seed_and_day_give_the_same_rows_in_every_process(
    hash_seed: str, products: tuple[Product, ...], today: date
) -> None:
    here = list(generate(products, today, seed=3, number=30))
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    there = subprocess.run([sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == hashlib.sha256(repr(here).encode()).hexdigest()


def test_another_seed_gives_other_orders(products: tuple[Product, ...], today: date) -> None:
    first, second = (orders(list(generate(products, today, seed=seed, number=30))) for seed in (1, 2))
    assert not (first.keys() & second.keys()) - FIXED


def test_there_are_as_many_customers_as_wanted_and_each_is_somebody(rows: list[Row]) -> None:
    customers = of(Customer, rows)
    assert (
        len(customers) == len({customer.id for customer in customers}) == len({customer.email for customer in customers}) == 2000
    )
    assert all(FICTIONAL.fullmatch(customer.phone) for customer in customers)
    assert all(customer.email.rpartition("@")[2] in {"example.com", "example.net", "example.org"} for customer in customers)
    languages = Counter(customer.language for customer in customers)
    assert min(languages["en"], languages["zh"]) > 600


def test_segments_have_their_shares(rows: list[Row]) -> None:
    counted = Counter(truth.segment for truth in of(SegmentTruth, rows))
    for segment in segments.read()[0]:
        assert counted[segment.name] == pytest.approx(segment.share * 2000, abs=15)


def test_order_numbers_do_not_follow_from_one_another(rows: list[Row]) -> None:
    numbers = [order.number for order in of(Order, rows)]
    assert len(numbers) == len(set(numbers))
    assert all(re.fullmatch(r"SK\d{7}", number) for number in numbers)
    by_time = sorted(of(Order, rows), key=lambda order: order.placed_at)
    drawn = [int(order.number[2:]) for order in by_time if order.number not in FIXED]
    rising = sum(second > first for first, second in pairwise(drawn)) / len(drawn)
    assert rising == pytest.approx(0.5, abs=0.05)


def test_every_row_refers_to_something_that_exists(rows: list[Row], products: tuple[Product, ...]) -> None:
    customers = {customer.id for customer in of(Customer, rows)}
    numbers, skus = orders(rows).keys(), {product.sku for product in products}
    sold = {(line.number, line.sku) for line in of(Line, rows)}
    assert {order.customer for order in of(Order, rows)} <= customers
    assert {line.number for line in of(Line, rows)} == numbers
    assert {view.customer for view in of(View, rows)} <= customers
    assert {contact.number for contact in of(Contact, rows)} <= numbers
    assert {row.sku for row in rows if isinstance(row, Line | View | Offer)} <= skus
    assert {(back.number, back.sku) for back in of(Return, rows)} <= sold


def test_nothing_has_happened_yet_on_the_shops_day(rows: list[Row]) -> None:
    moments = [value for row in rows for value in vars(row).values() if isinstance(value, datetime)]
    assert NOW - timedelta(days=580) < min(moments)
    assert NOW - timedelta(days=2) < max(moments) < NOW


def test_dates_are_in_order_and_states_follow_from_them(rows: list[Row]) -> None:
    delivered = {delivery.number: delivery for delivery in of(Delivery, rows)}
    back = {item.number: item for item in of(Return, rows)}
    refunds = {refund.number: refund for refund in of(Refund, rows)}
    for order in of(Order, rows):
        parcel, item, refund = delivered.get(order.number), back.get(order.number), refunds.get(order.number)
        known: list[datetime | None] = [order.placed_at, order.paid_at, order.packed_at]
        known += [parcel.shipped_at, parcel.delivered_at] if parcel else []
        known += [item.requested_at, item.received_at] if item else []
        known += [refund.opened_at, refund.paid_at] if refund else []
        moments = [moment for moment in known if moment is not None]
        assert moments == sorted(moments), order
        assert order.state == _state(order, parcel, item, refund)
        assert (order.expected is None) == (order.state in {"placed", "cancelled"})


def _state(order: Order, parcel: Delivery | None, item: Return | None, refund: Refund | None) -> str:
    if order.cancelled_at is not None:
        return "cancelled"
    if item is not None and item.received_at is not None:
        return "refunded" if refund is not None and refund.paid_at is not None else "returned"
    if parcel is not None:
        return "shipped" if parcel.delivered_at is None else "delivered"
    return "packed" if order.packed_at is not None else "paid" if order.paid_at is not None else "placed"


def test_a_cancelled_order_was_never_sent_and_its_money_goes_back(rows: list[Row]) -> None:
    refunds = {refund.number: refund.amount for refund in of(Refund, rows)}
    sent = {delivery.number for delivery in of(Delivery, rows)}
    cancelled = [order for order in of(Order, rows) if order.state == "cancelled"]
    assert cancelled
    assert not sent & {order.number for order in cancelled}
    assert all(refunds.get(order.number) == (order.total if order.paid_at else None) for order in cancelled)


def test_the_last_days_hold_orders_of_every_open_state(rows: list[Row]) -> None:
    recent = [order for order in of(Order, rows) if order.placed_at > NOW - timedelta(days=9)]
    states = Counter(order.state for order in recent if order.number not in FIXED)
    assert all(states[state] >= 2 for state in ("placed", "paid", "packed", "shipped", "delivered", "cancelled")), states


def test_totals_agree_with_the_policies(rows: list[Row]) -> None:
    policies, sums = load_policies(), Counter[str]()
    for line in of(Line, rows):
        sums[line.number] += line.quantity * int(line.price * 100)
    for order in of(Order, rows):
        goods = Decimal(sums[order.number]) / 100
        assert order.total == goods - order.discount + order.shipping
        assert order.payment in policies.payment.methods
        assert (order.coupon == "HELLO10") == (order.discount == 10)
        assert order.coupon == "" or goods >= 100
        if order.method == "standard":
            assert order.shipping == (0 if goods >= 50 else Decimal("4.90"))


def test_parcels_leave_on_working_days_with_a_number_of_their_own(rows: list[Row]) -> None:
    parcels = [parcel for parcel in of(Delivery, rows) if parcel.number not in FIXED]
    assert all(is_working_day(parcel.shipped_at.date()) for parcel in parcels)
    assert len({parcel.tracking for parcel in parcels}) == len(parcels)
    assert all(re.fullmatch(r"(YT|HL)\d{10}", parcel.tracking) for parcel in parcels)
    assert {parcel.carrier for parcel in parcels} == set(CARRIERS.values()) == set(load_policies().delivery.carriers)


def test_prices_never_fall_below_what_the_shop_paid(rows: list[Row], products: tuple[Product, ...]) -> None:
    catalogue = {product.sku: product for product in products}
    assert all(catalogue[offer.sku].cost <= offer.price <= catalogue[offer.sku].price for offer in of(Offer, rows))
    cut = {offer.price for offer in of(Offer, rows) if offer.price < catalogue[offer.sku].price}
    assert len(cut) > 50


DOCUMENTED = {
    "SK1048213": "shipped",
    "SK1050001": "paid",
    "SK1050002": "packed",
    "SK1050003": "delivered",
    "SK1050004": "cancelled",
    "SK1050005": "placed",
    "SK1050006": "returned",
    "SK1050007": "refunded",
    "SK1050008": "delivered",
    "SK1050009": "shipped",
}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_fixed_orders_are_there_whatever_the_seed(seed: int, products: tuple[Product, ...], today: date) -> None:
    drawn = orders(list(generate(products, today, seed, number=10)))
    assert {number: drawn[number].state for number in DOCUMENTED} == DOCUMENTED
    assert drawn["SK1048213"].expected == today + timedelta(days=2)
    assert drawn["SK1050009"].expected == today - timedelta(days=2)


def test_the_package_documents_every_fixed_order_and_segment() -> None:
    assert demo.__doc__ is not None
    assert set(re.findall(r"SK\d{7}", demo.__doc__)) == FIXED == set(DOCUMENTED)
    named = set(re.findall(r"^- ([a-z_]+):", demo.__doc__, re.MULTILINE))
    assert named == {segment.name for segment in segments.read()[0]}
