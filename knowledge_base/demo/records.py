"""The rows of the demo shop, one class for each table; times know their zone, money is in US dollars."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

State = Literal["placed", "paid", "packed", "shipped", "delivered", "cancelled", "returned", "refunded"]


@dataclass(frozen=True)
class Customer:
    """An invented person; `language` is en or zh, `country` an ISO 3166 code."""

    id: str
    name_en: str
    name_zh: str
    language: str
    email: str
    phone: str
    country: str
    city: str
    address: str
    joined: date


@dataclass(frozen=True)
class SegmentTruth:
    """The segment that made a customer's history; for evaluating, never for learning."""

    customer: str
    segment: str


@dataclass(frozen=True)
class ReturnTruth:
    """A product's own chance of being returned; for evaluating, never for learning."""

    sku: str
    chance: float


@dataclass(frozen=True)
class Offer:
    """A product's lower price from `starts` to `ends`, both included."""

    sku: str
    starts: date
    ends: date
    price: Decimal


@dataclass(frozen=True)
class Order:
    """An order; `expected` is the promised day of delivery, `discount` the coupon's value, `total` what is paid."""

    number: str
    customer: str
    state: State
    placed_at: datetime
    paid_at: datetime | None
    packed_at: datetime | None
    cancelled_at: datetime | None
    expected: date | None
    method: str
    payment: str
    coupon: str
    discount: Decimal
    shipping: Decimal
    total: Decimal


@dataclass(frozen=True)
class Line:
    """A product of an order: its list price and the price paid for one."""

    number: str
    sku: str
    quantity: int
    list_price: Decimal
    price: Decimal


@dataclass(frozen=True)
class Delivery:
    """A parcel; `delivered_at` is None while it is on its way."""

    number: str
    carrier: str
    tracking: str
    shipped_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True)
class Return:
    """A product sent back; `received_at` is None until it has arrived."""

    number: str
    sku: str
    quantity: int
    reason: str
    requested_at: datetime
    received_at: datetime | None


@dataclass(frozen=True)
class Refund:
    """Money owed to a customer; `paid_at` is None until it is on its way."""

    number: str
    amount: Decimal
    opened_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True)
class Contact:
    """A talk with the service about an order; `satisfaction` from 1 (angry) to 5 (delighted)."""

    customer: str
    number: str
    at: datetime
    topic: str
    resolved: bool
    satisfaction: int


@dataclass(frozen=True)
class View:
    """A customer looked at a product's page."""

    customer: str
    sku: str
    at: datetime


Row = Customer | SegmentTruth | ReturnTruth | Offer | Order | Line | Delivery | Return | Refund | Contact | View
