"""Which products a customer looked at, and when, before an order."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from knowledge_base.demo.baskets import Shopper
from knowledge_base.demo.records import View
from knowledge_base.products import Product

NEAR = 0.25  # difference of price rank at which products are compared
SECONDS_APART = (15, 240)


def before(customer: str, shopper: Shopper, bought: Sequence[Product], placed: datetime) -> Iterator[View]:
    """The views before an order: visits without buying in the weeks before, comparisons, and the look at what was bought."""
    rng = shopper.rng
    for _ in range(_count(shopper.segment.browses, rng)):
        category = rng.choice(list(shopper.segment.every))
        start = placed - timedelta(days=rng.uniform(1, 25))
        looked = shopper.market.available(category, start.date())
        yield from _visit(customer, rng.choices(looked, k=min(len(looked), rng.randint(1, 4))), start, rng)
    for product in bought:
        looks = 1 if product.fits and len(bought) > 1 else shopper.segment.looks
        compared = alternatives(shopper, product, _count(looks, rng), placed)
        yield from _visit(customer, compared, placed - timedelta(days=rng.uniform(0.05, 5)), rng)
    yield from _visit(customer, bought, placed - timedelta(minutes=30), rng)


def alternatives(shopper: Shopper, product: Product, number: int, moment: datetime) -> list[Product]:
    """The product and up to `number` others of its kind, those of a similar price sooner."""
    rank = shopper.market.rank
    others = [other for other in shopper.market.available(product.category, moment.date()) if other.sku != product.sku]
    near = [1 / (NEAR + abs(rank[other.sku] - rank[product.sku])) for other in others]
    drawn = shopper.rng.choices(others, near, k=number) if others else []
    return [product, *dict.fromkeys(drawn)]


def _visit(customer: str, products: Sequence[Product], start: datetime, rng: random.Random) -> Iterator[View]:
    moment = start
    for product in products:
        yield View(customer, product.sku, moment)
        moment += timedelta(seconds=rng.randint(*SECONDS_APART))


def _count(mean: float, rng: random.Random) -> int:
    """A number of events with this mean."""
    return int(rng.expovariate(1 / mean)) if mean > 0 else 0
