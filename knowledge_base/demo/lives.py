"""The life of an order: planned whole, then cut off at the present."""

import random
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from knowledge_base.demo.campaigns import at, is_working_day, working_days_after
from knowledge_base.demo.records import State
from knowledge_base.demo.segments import Segment
from knowledge_base.policies import Range

SAME_DAY_UNTIL = 16.0  # o'clock: what is paid later leaves on the next working day
NEVER_PAID = 0.02
CHANGED_MIND = 0.03
LATE_DAYS = (2, 8)  # working days
CONGESTION = 1.8  # factor on the chance of a late parcel from 8 November to 5 January
STATES: tuple[tuple[str, State], ...] = (
    ("refunded", "refunded"),
    ("received", "returned"),
    ("cancelled", "cancelled"),
    ("delivered", "delivered"),
    ("shipped", "shipped"),
    ("packed", "packed"),
    ("paid", "paid"),
)


@dataclass(frozen=True, kw_only=True)
class Life:
    """When things happened to an order; `expected` is the promised day, `requested` and `received` belong to a return."""

    placed: datetime
    paid: datetime | None = None
    packed: datetime | None = None
    shipped: datetime | None = None
    delivered: datetime | None = None
    cancelled: datetime | None = None
    requested: datetime | None = None
    received: datetime | None = None
    refunded: datetime | None = None
    expected: date | None = None

    @property
    def state(self) -> State:
        """The state after the last thing that happened; cancelling ends an order, its refund does not change that."""
        if self.cancelled is not None:
            return "cancelled"
        return next((state for name, state in STATES if getattr(self, name) is not None), "placed")

    @property
    def late(self) -> bool:
        """Whether the parcel came after the promised day."""
        return self.delivered is not None and self.expected is not None and self.delivered.date() > self.expected

    def until(self, now: datetime) -> "Life":
        """The life as it is known at `now`."""
        moments = {field.name: getattr(self, field.name) for field in fields(self)}
        past: dict[str, Any] = {
            name: None if isinstance(moment, datetime) and moment >= now else moment for name, moment in moments.items()
        }
        known = Life(**past)
        return known if known.paid is not None and known.cancelled is None else replace(known, expected=None)


def plan(placed: datetime, days: Range, segment: Segment, *, slow: bool, rng: random.Random) -> Life:
    """The life of an order up to its delivery or cancelling.

    `days` are the working days that a delivery takes; a `slow` payment takes up to three days.
    """
    if rng.random() < NEVER_PAID:
        return Life(placed=placed, cancelled=placed + timedelta(days=3))
    paid = placed + (timedelta(hours=rng.uniform(6, 72)) if slow else timedelta(minutes=rng.uniform(0.3, 20)))
    packed, shipped = _dispatch(paid, rng)
    expected = working_days_after(shipped.date(), days[1])
    if rng.random() < CHANGED_MIND:
        cancelled = paid + (packed - paid) * rng.random()
        refunded = at(working_days_after(cancelled.date(), rng.randint(1, 5)), 11)
        return Life(placed=placed, paid=paid, cancelled=cancelled, refunded=refunded, expected=expected)
    delivered = _arrival(shipped.date(), days, segment, rng)
    return Life(placed=placed, paid=paid, packed=packed, shipped=shipped, delivered=delivered, expected=expected)


def sent_back(life: Life, rng: random.Random) -> Life:
    """The life of a delivered order of which something is returned."""
    if life.delivered is None:
        return life
    requested = life.delivered + timedelta(days=rng.uniform(0.5, 20))
    received = at((requested + timedelta(days=rng.randint(3, 7))).date(), rng.uniform(9, 17))
    refunded = at(working_days_after(received.date(), rng.randint(1, 5)), rng.uniform(9, 17))
    return replace(life, requested=requested, received=received, refunded=refunded)


def _dispatch(paid: datetime, rng: random.Random) -> tuple[datetime, datetime]:
    """When an order is packed and handed to the carrier."""
    leaves = paid.date()
    if not (is_working_day(leaves) and paid < at(leaves, SAME_DAY_UNTIL)):
        leaves = working_days_after(leaves, 1)
    packed = paid + timedelta(hours=rng.uniform(0.5, 3))
    if not 8 <= paid.hour < 20:
        packed = at(leaves, rng.uniform(8, 11))
    return packed, max(packed, at(leaves, SAME_DAY_UNTIL)) + timedelta(hours=rng.uniform(0.2, 2))


def _arrival(shipped: date, days: Range, segment: Segment, rng: random.Random) -> datetime:
    least, most = days
    crowded = shipped.month == 12 or (shipped.month, shipped.day) >= (11, 8) or (shipped.month, shipped.day) <= (1, 5)
    late = rng.random() < segment.late * (CONGESTION if crowded else 1)
    took = most + rng.randint(*LATE_DAYS) if late else rng.randint(least, most)
    return at(working_days_after(shipped, took), rng.uniform(9, 19.5))
