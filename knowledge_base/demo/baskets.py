"""What goes into an order: the wanted products, and the accessories that fit them."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from knowledge_base.demo.fees import Fees
from knowledge_base.demo.market import Market
from knowledge_base.demo.segments import Segment, Together
from knowledge_base.products import Product

BUDGET_SPREAD = 0.12


@dataclass(frozen=True)
class Item:
    """A product of an order and the price paid for one."""

    product: Product
    quantity: int
    price: Decimal


@dataclass
class Shopper:
    """What a customer likes and has bought; `habits` is the last accessory of each category, `budget` a rank of price."""

    segment: Segment
    market: Market
    together: Sequence[Together]
    fees: Fees
    rng: random.Random
    budget: float = 0.5
    orders: int = 0
    devices: set[str] = field(default_factory=set)
    habits: dict[str, Product] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.budget = min(1.0, max(0.0, self.rng.gauss(self.segment.budget, BUDGET_SPREAD)))

    def basket(self, wants: Sequence[str], day: date) -> tuple[Item, ...]:
        """The order of somebody who wants these categories; empty when nothing of them can be had yet."""
        chosen: dict[str, Product] = {}
        for category in wants:
            for product in self._wanted(category, day):
                chosen[product.sku] = product
        self._remember(chosen.values())
        categories = frozenset(product.category for product in chosen.values())
        self.orders += 1 if chosen else 0
        return tuple(Item(product, self._quantity(product), self._price(product, day, categories)) for product in chosen.values())

    def _wanted(self, category: str, day: date) -> list[Product]:
        """One product of the category and what is bought with it; nothing when none is to be had."""
        main = self._pick(category, day, frozenset(self.devices))
        if main is None:
            return []
        return [main, *self._accessories(main, day)]

    def _accessories(self, device: Product, day: date) -> list[Product]:
        wishes = [rule for rule in self.together if rule.device == device.category]
        taken = [rule.accessory for rule in wishes if self.rng.random() < rule.chance * self.segment.accessories]
        found = (self._pick(category, day, frozenset({device.sku})) for category in taken)
        return [product for product in found if product is not None and device.sku in product.fits]

    def _pick(self, category: str, day: date, fitting: frozenset[str]) -> Product | None:
        among = self.market.available(category, day, fitting)
        habit = self.habits.get(category)
        if habit in among and self.rng.random() < self.segment.same_again:
            return habit
        return self.market.choose(among, day, self.segment, self.budget, self.rng) if among else None

    def _price(self, product: Product, day: date, basket: frozenset[str]) -> Decimal:
        return self.fees.reduced(self.market.price(product, day), product.category, basket)

    def _quantity(self, product: Product) -> int:
        return 2 if product.fits and self.rng.random() < self.segment.pairs else 1

    def _remember(self, products: Iterable[Product]) -> None:
        for product in products:
            if product.fits:
                self.habits[product.category] = product
            else:
                self.devices.add(product.sku)
