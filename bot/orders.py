"""What a shop tells of its customers' orders."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

OrderState = Literal["placed", "paid", "packed", "shipped", "delivered", "cancelled", "returned", "refunded"]

LANGUAGES = ("en", "zh")
"""The languages of names; a shop's system that has one name for all gives it for each."""


@dataclass(frozen=True)
class OrderLine:
    """A product of an order, at the price of one.

    `names` are by language, empty where the catalogue knows the product; `options` are what sets it apart from other variants
    of its name, such as its colour and size.
    """

    sku: str
    quantity: int
    price: Decimal
    names: tuple[tuple[str, str], ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refund:
    """Money on its way back, or back; `paid` is None while it is on its way."""

    amount: Decimal
    opened: date
    paid: date | None = None


@dataclass(frozen=True)
class Order:
    """An order as the shop knows it.

    `expected` is the promised day of delivery, None before the payment and after cancelling; `carrier` and `tracking` are empty
    before shipping; `payment` is how it was paid, `refund` the latest one.
    """

    number: str
    customer: str
    state: OrderState
    placed: date
    expected: date | None
    delivered: date | None
    carrier: str
    tracking: str
    total: Decimal
    lines: tuple[OrderLine, ...]
    address: str = ""
    payment: str = ""
    refund: Refund | None = None
    currency: str = "USD"
