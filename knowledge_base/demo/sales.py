"""Reads the demo shop's sales for analytics."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from knowledge_base.demo.database import connect
from knowledge_base.demo.tables import lines, orders, views
from knowledge_base.sales import Purchase, View

BATCH = 5000


@dataclass(frozen=True)
class DemoSales:
    """The sales in the demo shop's database; rows are fetched in batches, so that memory stays small.

    Raises sqlalchemy.exc.DBAPIError when the database cannot be read.
    """

    url: str
    seconds: float = 10.0

    def purchases(self, customer: str | None = None) -> Iterator[Purchase]:
        """All purchases that were paid for and not cancelled, or one customer's, in the order of time."""
        columns = orders.c.customer, orders.c.number, lines.c.sku, lines.c.quantity, orders.c.placed_at, lines.c.price
        bought = select(*columns).join(lines).where(orders.c.paid_at.is_not(None), orders.c.cancelled_at.is_(None))
        if customer is not None:
            bought = bought.where(orders.c.customer == customer)
        for row in self._rows(bought.order_by(orders.c.placed_at, orders.c.number, lines.c.sku)):
            yield Purchase(*row)

    def views(self, customer: str | None = None) -> Iterator[View]:
        """All views, or one customer's, in the order of time."""
        looked = select(views.c.customer, views.c.sku, views.c.at)
        if customer is not None:
            looked = looked.where(views.c.customer == customer)
        for row in self._rows(looked.order_by(views.c.at, views.c.id)):
            yield View(*row)

    def _rows(self, query: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
        engine = connect(self.url, self.seconds)
        try:
            with engine.connect() as connection:
                yield from connection.execution_options(yield_per=BATCH).execute(query)
        finally:
            engine.dispose()
