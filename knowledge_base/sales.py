"""What customers bought and looked at, as analytics reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True)
class Purchase:
    """A line of a paid order; `at` is when it was placed, in UTC, `price` what one cost, in US dollars."""

    customer: str
    order: str
    sku: str
    quantity: int
    at: datetime
    price: Decimal


@dataclass(frozen=True)
class View:
    """A look at a product's page, `at` in UTC."""

    customer: str
    sku: str
    at: datetime


class Sales(Protocol):
    """Whatever knows a shop's sales."""

    def purchases(self, customer: str | None = None) -> Iterator[Purchase]:
        """All purchases that were paid for and not cancelled, or one customer's, in the order of time."""
        ...

    def views(self, customer: str | None = None) -> Iterator[View]:
        """All views, or one customer's, in the order of time."""
        ...
