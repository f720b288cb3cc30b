"""What backends for other systems have in common."""

import os
import re
import unicodedata
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.errors import UnknownOrder
from bot.orders import Order
from bot.requests import Cancel, Receipt, Request
from bot.shops import Shop
from bot.shops._contacts import is_theirs
from bot.shops._receipts import Receipts
from bot.shops._web import Patience
from configs.errors import ConfigurationError

NUMBER = re.compile("[0-9A-Z_-]{1,64}", re.IGNORECASE)
MOST = 20
GUEST = "guest:"
"""Before an order's number: who ordered without an account."""


@dataclass(frozen=True)
class Found:
    """An order, its customer's e-mail address and phone number, and all that the system said of it."""

    order: Order
    email: str
    phone: str
    raw: Mapping[str, Any]


@dataclass(kw_only=True)
class RemoteShop(Shop):
    """A system that is asked over the web.

    `receipts` is the database that remembers what was done; one call may take `seconds`, is tried `tries` times in all, and
    `pause_seconds` pass before the second try, twice as much before each further one.
    """

    receipts: str
    seconds: float = 4.0
    tries: int = 3
    pause_seconds: float = 0.3

    def __post_init__(self) -> None:
        self._receipts = Receipts(self.receipts)

    def order(self, number: str) -> Order:
        """The order of that number; spaces and a # before it do not matter."""
        return self._found(number).order

    def owns(self, number: str, contact: str) -> str:
        """The order's customer, when the e-mail address or phone number in the order is that."""
        try:
            found = self._found(number)
        except UnknownOrder:
            return ""
        return found.order.customer if is_theirs(contact, found.email, found.phone) else ""

    def orders(self, customer: str) -> tuple[Order, ...]:
        """The customer's orders, latest first."""
        if not customer or not customer.isprintable():
            return ()
        if customer.startswith(GUEST):
            return self._guests(customer)
        return tuple(sorted(self._orders(customer), key=lambda order: (order.placed, order.number), reverse=True)[:MOST])

    def perform(self, request: Request, key: str) -> Receipt:
        """Have it done once; the receipt has the order as it is now."""
        if type(request) not in self.serves:
            return Receipt(False, "unsupported")
        receipt, number = self._receipts.once(request, key, lambda again: self._once(request, key, again))
        return replace(receipt, order=self.order(number)) if number else receipt

    def close(self) -> None:
        """Let the database of receipts go."""
        self._receipts.close()

    @property
    def _patience(self) -> Patience:
        return Patience(self.seconds, self.tries, self.pause_seconds)

    def _guests(self, customer: str) -> tuple[Order, ...]:
        try:
            order = self.order(customer.removeprefix(GUEST))
        except UnknownOrder:
            return ()
        return (order,) if order.customer == customer else ()

    def _found(self, number: str) -> Found:
        clean = "".join(unicodedata.normalize("NFKC", number).split()).removeprefix("#")
        if not NUMBER.fullmatch(clean):
            raise UnknownOrder(f"{number!r} is no order's number")
        return self._look_up(clean)

    def _once(self, request: Request, key: str, again: bool) -> Receipt:
        if isinstance(request, Cancel) and again and (order := self.order(request.number)).state == "cancelled":
            return Receipt(True, order=order)
        return self._do(request, key, again)

    @abstractmethod
    def _look_up(self, number: str) -> Found:
        """What the system knows of the order; raises UnknownOrder."""

    @abstractmethod
    def _orders(self, customer: str) -> tuple[Order, ...]:
        """The customer's latest orders, in any order; none for somebody unknown."""

    @abstractmethod
    def _do(self, request: Request, key: str, again: bool) -> Receipt:
        """Have it done; `again` when a try before ended without an answer, which may have done some of it."""


def secret(variable: str) -> str:
    """The environment variable's value; raises ConfigurationError when it is not set."""
    value = os.environ.get(variable, "")
    if not value:
        raise ConfigurationError(f"the environment variable {variable} is empty; the shop's system needs what it should hold")
    return value
