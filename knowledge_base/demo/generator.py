"""Draws the whole demo shop: the same seed and day give the same rows."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from knowledge_base.demo import campaigns, customers, fixed, segments
from knowledge_base.demo.campaigns import at
from knowledge_base.demo.fees import Fees
from knowledge_base.demo.histories import History, World
from knowledge_base.demo.market import market
from knowledge_base.demo.numbers import numbers
from knowledge_base.demo.records import ReturnTruth, Row, SegmentTruth
from knowledge_base.pipeline import load_policies
from knowledge_base.products import Product

CUSTOMERS = 2000
MONTHS = 18
SEED = 7
Progress = Callable[[int, int], None]
"""Told how many steps are done and how many there are."""


def generate(
    products: Sequence[Product],
    today: date,
    seed: int = SEED,
    number: int = CUSTOMERS,
    progress: Progress = lambda done, of: None,
) -> Iterator[Row]:
    """The rows of a shop with `number` customers; nothing in it happens on or after the shop's day `today`.

    Raises KeyError when a product of a fixed order is missing.
    """
    start = campaigns.months_before(today, MONTHS)
    known, documented = fixed.read()
    kinds, together = segments.read()
    fees = Fees(load_policies())
    rng = random.Random(f"{seed} market")
    season = campaigns.campaigns(start, today + timedelta(days=200))
    shop = market(products, season, start, today, rng)
    yield from shop.offers
    yield from (ReturnTruth(sku, chance) for sku, chance in shop.return_chance.items())
    yield from fixed.customers(known, today)
    yield from fixed.orders(documented, shop.products, fees, today)
    draw = numbers(random.Random(f"{seed} numbers"), [entry["number"] for entry in documented])
    world = World(shop, season, together, fees, draw, start, at(today, 0))
    people = customers.people()
    for serial, segment in enumerate(customers.assign(kinds, number - len(known), rng), start=len(known) + 1):
        own = random.Random(f"{seed} customer {serial}")
        customer = people.customer(serial, segment, start, today, own)
        yield customer
        yield SegmentTruth(customer.id, segment.name)
        yield from History(customer, segment, world, own).rows()
        progress(serial, number)
