"""The shop as its customers meet it: what can be had on a day, at which price, and how one product is chosen."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from knowledge_base.demo.campaigns import Campaign
from knowledge_base.demo.fees import CENT
from knowledge_base.demo.records import Offer
from knowledge_base.demo.segments import Segment
from knowledge_base.products import Product

PROMOTION_DAYS = 7
PROMOTION_CHANCE = 0.3  # of a product, in each four weeks outside campaigns
PROMOTIONS_OFF = (5, 10, 15, 20)
BUDGET_WIDTH = 0.25  # how far from the preferred price rank people still look
NOVELTY_DAYS = 45
TROUBLESOME_EVERY = 12  # one product in so many comes back often
RETURN_CHANCES = (0.02, 0.16)  # of the others, of those


@dataclass(frozen=True)
class Market:
    """The catalogue with its prices over time; `rank` is a price's rank in its category in [0, 1]."""

    products: Mapping[str, Product]
    categories: Mapping[str, tuple[Product, ...]]
    rank: Mapping[str, float]
    appeal: Mapping[str, float]
    return_chance: Mapping[str, float]
    offers: tuple[Offer, ...]
    reduced: Mapping[tuple[str, date], Decimal]

    def price(self, product: Product, day: date) -> Decimal:
        """What one costs on a day."""
        return self.reduced.get((product.sku, day), product.price)

    def available(self, category: str, day: date, fitting: frozenset[str] = frozenset()) -> list[Product]:
        """What can be had of a category; only what fits one of the devices in `fitting`, if anything does."""
        released = [product for product in self.categories.get(category, ()) if product.released <= day]
        return [product for product in released if not fitting.isdisjoint(product.fits)] or released

    def choose(self, among: Sequence[Product], day: date, segment: Segment, budget: float, rng: random.Random) -> Product:
        """One product; `budget` is the rank of price that the customer prefers."""
        return rng.choices(among, [self._wish(product, day, segment, budget) for product in among])[0]

    def _wish(self, product: Product, day: date, segment: Segment, budget: float) -> float:
        distance = (self.rank[product.sku] - budget) / BUDGET_WIDTH
        cut = float(self.price(product, day) / product.price)
        news = 1 + segment.novelty * math.exp(-(day - product.released).days / NOVELTY_DAYS)
        return self.appeal[product.sku] * math.exp(-distance * distance) * math.pow(cut, -segment.elasticity) * news


def market(products: Sequence[Product], campaigns: Sequence[Campaign], first: date, last: date, rng: random.Random) -> Market:
    """The market from `first` to `last`, with promotions drawn at random."""
    categories: dict[str, tuple[Product, ...]] = {}
    for product in sorted(products, key=lambda product: (product.category, product.price, product.sku)):
        categories[product.category] = (*categories.get(product.category, ()), product)
    rank = {product.sku: place / max(1, len(kind) - 1) for kind in categories.values() for place, product in enumerate(kind)}
    ordered = {product.sku: product for kind in categories.values() for product in kind}
    troublesome = set(rng.sample(list(ordered), len(ordered) // TROUBLESOME_EVERY))
    offers = tuple(offer for product in ordered.values() for offer in _offers(product, campaigns, first, last, rng))
    return Market(
        products=ordered,
        categories=categories,
        rank=rank,
        appeal={sku: rng.lognormvariate(0, 0.5) for sku in ordered},
        return_chance={sku: RETURN_CHANCES[sku in troublesome] for sku in ordered},
        offers=offers,
        reduced={(offer.sku, day): offer.price for offer in offers for day in _days(offer.starts, offer.ends)},
    )


def _offers(product: Product, campaigns: Sequence[Campaign], first: date, last: date, rng: random.Random) -> list[Offer]:
    """A product's offers in order; those that would begin in another one, or before the product was there, are left out."""
    wanted = [
        (campaign.starts, campaign.ends, rng.choice(campaign.off)) for campaign in campaigns if rng.random() < campaign.share
    ]
    for month in range(0, (last - first).days, 28):
        starts = first + timedelta(days=month + rng.randrange(28 - PROMOTION_DAYS))
        if rng.random() < PROMOTION_CHANCE:
            wanted.append((starts, starts + timedelta(days=PROMOTION_DAYS - 1), rng.choice(PROMOTIONS_OFF)))
    offers: list[Offer] = []
    free = max(first, product.released)
    for starts, ends, off in sorted(wanted):
        if free <= starts < last:
            offers.append(Offer(product.sku, starts, ends, _cut(product, off)))
            free = ends + timedelta(days=1)
    return offers


def _cut(product: Product, off: int) -> Decimal:
    """The lower price, but never below what the shop paid."""
    return max(product.price * (100 - off) / 100, product.cost).quantize(CENT)


def _days(starts: date, ends: date) -> list[date]:
    return [starts + timedelta(days=number) for number in range((ends - starts).days + 1)]
