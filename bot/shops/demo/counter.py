"""Where requests are done: one transaction, the catalogue and the time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, delete, insert, select, update

from bot.orders import Order, OrderLine
from bot.shops.demo import reading
from knowledge_base.demo.tables import orders, refunds
from knowledge_base.products import Product


@dataclass(frozen=True)
class Counter:
    """What one request is done with."""

    connection: Connection
    products: Mapping[str, Product]
    now: datetime

    def order(self, number: str) -> Order:
        """The order, which nobody else changes until this is done; raises bot.errors.UnknownOrder."""
        return reading.order(self.connection, number, lock=True)

    def set_order(self, number: str, **values: object) -> None:
        """Change the order's own row."""
        self.connection.execute(update(orders).where(orders.c.number == number).values(values))

    def pay_back(self, number: str, amount: Decimal) -> None:
        """Open a refund of the order; one that is on its way already becomes that much larger."""
        open_amount = select(refunds.c.amount).where(refunds.c.number == number, refunds.c.paid_at.is_(None))
        owed = self.connection.scalar(open_amount) or Decimal(0)
        self.connection.execute(delete(refunds).where(refunds.c.number == number))
        self.connection.execute(insert(refunds).values(number=number, amount=owed + amount, opened_at=self.now))


def line_of(order: Order, sku: str) -> OrderLine | None:
    """The order's line of a product."""
    return next((line for line in order.lines if line.sku == sku), None)
