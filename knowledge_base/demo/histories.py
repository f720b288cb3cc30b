"""One customer's eighteen months: visits, orders, what became of them, and how that changes what follows."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from knowledge_base.demo import contacts, lives, views
from knowledge_base.demo.baskets import Item, Shopper
from knowledge_base.demo.campaigns import Campaign, at
from knowledge_base.demo.diaries import Diary
from knowledge_base.demo.fees import Fees
from knowledge_base.demo.lives import Life
from knowledge_base.demo.market import Market
from knowledge_base.demo.numbers import Numbers
from knowledge_base.demo.orders import CARRIERS, Checkout, goods, rows
from knowledge_base.demo.records import Contact, Customer, Row
from knowledge_base.demo.segments import Segment, Together

HOURS = (1, 1, 0, 0, 0, 0, 1, 2, 4, 5, 6, 6, 7, 6, 5, 5, 5, 5, 6, 8, 10, 10, 8, 4)  # orders by hour of the day
SLOW_PAYMENT = "bank transfer"
PICK_UP = 0.15
REASONS = ("faulty", "changed_mind", "not_as_described", "wrong_item")


@dataclass(frozen=True)
class World:
    """What all histories share; they lie in [`start`, `now`)."""

    market: Market
    campaigns: Sequence[Campaign]
    together: Sequence[Together]
    fees: Fees
    numbers: Numbers
    start: date
    now: datetime


@dataclass(frozen=True)
class History:
    """What a customer did; `rng` is the customer's own, so that one history does not depend on the others."""

    customer: Customer
    segment: Segment
    world: World
    rng: random.Random

    def rows(self) -> Iterator[Row]:
        """The customer's orders and everything around them, in the order of placing."""
        shopper = Shopper(self.segment, self.world.market, self.world.together, self.world.fees, self.rng)
        diary = Diary(self.segment, self.world.campaigns, self.world.start, self.rng)
        diary.begin(self.customer.joined)
        while diary.due and (self.segment.limit == 0 or shopper.orders < self.segment.limit):
            day, wants = diary.next()
            placed = at(self.world.start + timedelta(days=int(day)), self.rng.choices(range(24), HOURS)[0] + self.rng.random())
            if placed >= self.world.now:
                return
            if items := shopper.basket(wants, placed.date()):
                checkout, life = self._order(items, placed, new=shopper.orders == 1 and self.customer.joined >= self.world.start)
                said = contacts.contact(self.customer.id, checkout.number, life, self.segment, self.rng)
                diary.follow(day, [item.product.category for item in items])
                diary.stretch(day, self._patience(life, said))
                yield from views.before(self.customer.id, shopper, [item.product for item in items], placed)
                yield from rows(checkout, life.until(self.world.now))
                if said is not None and said.at < self.world.now:
                    yield said

    def _order(self, items: tuple[Item, ...], placed: datetime, *, new: bool) -> tuple[Checkout, Life]:
        checkout = self._checkout(items, new=new)
        days = self.world.fees.working_days(checkout.method)
        life = lives.plan(placed, days, self.segment, slow=checkout.payment == SLOW_PAYMENT, rng=self.rng)
        return checkout, lives.sent_back(life, self.rng) if checkout.returned else life

    def _patience(self, life: Life, said: Contact | None) -> float:
        """The factor on the days until the next purchase."""
        disappointed = life.late or (said is not None and not said.resolved)
        return self.segment.growth * (self.segment.grudge if disappointed else 1.0)

    def _checkout(self, items: tuple[Item, ...], *, new: bool) -> Checkout:
        fees, value = self.world.fees, goods(items)
        method = self._method(value)
        coupon = fees.coupon(value) if new and self.rng.random() < self.segment.coupons else ""
        return Checkout(
            number=self.world.numbers.order(),
            customer=self.customer.id,
            items=items,
            method=method,
            payment=self.rng.choice(fees.policies.payment.methods),
            coupon=coupon,
            discount=fees.discount(coupon),
            shipping=fees.delivery(method, value),
            tracking=self.world.numbers.tracking(self.rng.choice(list(CARRIERS))),
            returned=self._returned(items),
            reason=self.rng.choice(REASONS),
        )

    def _method(self, value: Decimal) -> str:
        if self.customer.country != "CN":
            return "international"
        if self.rng.random() < self.segment.express:
            return "express"
        free = self.world.fees.delivery("pickup_point", value) == 0
        return "pickup_point" if free and self.rng.random() < PICK_UP else "standard"

    def _returned(self, items: tuple[Item, ...]) -> dict[str, int]:
        """The products that will be sent back, should the parcel arrive."""
        chance, factor = self.world.market.return_chance, self.segment.returns
        return {item.product.sku: item.quantity for item in items if self.rng.random() < chance[item.product.sku] * factor}
