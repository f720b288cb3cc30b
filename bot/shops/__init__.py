"""Shop backends: where orders live."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

OrderState = Literal["placed", "paid", "packed", "shipped", "delivered", "cancelled", "returned", "refunded"]


@dataclass(frozen=True)
class OrderLine:
    """A product of an order."""

    sku: str
    quantity: int
    price: Decimal


@dataclass(frozen=True)
class Order:
    """An order as the shop knows it now.

    `expected` is the promised day of delivery, None before the payment and after cancelling; `carrier` and `tracking` are empty
    before shipping.
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


class Shop(ABC):
    """The shop's order system; its dataclass fields are its settings.

    Methods block, so callers run them in a thread; each may also raise bot.errors.ShopUnavailable.
    """

    @abstractmethod
    def order(self, number: str) -> Order:
        """The order of that number; raises bot.errors.UnknownOrder."""

    @abstractmethod
    def cancel(self, number: str, key: str) -> Order:
        """Cancel an order and return it as it is then.

        With the same `key` again nothing more happens. The caller has checked the shop's policy; an order that can no longer be
        cancelled comes back unchanged. Raises bot.errors.UnknownOrder.
        """

    @abstractmethod
    def close(self) -> None:
        """Let the order system go; nothing is asked of it afterwards."""
