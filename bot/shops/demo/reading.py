"""Reads orders of the demo shop."""

import re
import unicodedata
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from bot.errors import UnknownOrder
from bot.orders import Order, OrderLine, Refund
from knowledge_base.demo.campaigns import ZONE
from knowledge_base.demo.tables import addresses, customers, deliveries, lines, orders, refunds

MOST = 20


def order(connection: Connection, number: str, *, lock: bool = False) -> Order:
    """The order as it is; with `lock`, nobody else changes it before the transaction ends, as is always so on SQLite.

    Raises UnknownOrder.
    """
    query = _orders().where(orders.c.number == _normal(number))
    row = connection.execute(query.with_for_update(of=orders) if lock else query).mappings().one_or_none()
    if row is None:
        raise UnknownOrder(f"the shop has no order {_normal(number)}")
    return _order(connection, row)


def latest(connection: Connection, customer: str) -> tuple[Order, ...]:
    """The customer's orders, latest first, MOST at most."""
    if not customer.isprintable():
        return ()
    query = _orders().where(orders.c.customer == customer).order_by(orders.c.placed_at.desc(), orders.c.number).limit(MOST)
    return tuple(_order(connection, row) for row in connection.execute(query).mappings().all())


def _normal(number: str) -> str:
    letters = re.sub("[^0-9A-Z]", "", unicodedata.normalize("NFKC", number).upper())
    return f"SK{letters.removeprefix('SK')}"


@cache
def _orders() -> Select[Any]:
    columns = (
        orders,
        deliveries.c.carrier,
        deliveries.c.tracking,
        deliveries.c.delivered_at,
        refunds.c.amount,
        refunds.c.opened_at,
        refunds.c.paid_at.label("refunded_at"),
        func.coalesce(addresses.c.address, customers.c.address).label("address"),
    )
    joined = orders.join(customers).outerjoin(deliveries).outerjoin(refunds).outerjoin(addresses)
    return select(*columns).select_from(joined)


def _order(connection: Connection, row: RowMapping) -> Order:
    bought = select(lines.c.sku, lines.c.quantity, lines.c.price).where(lines.c.number == row["number"]).order_by(lines.c.sku)
    return Order(
        number=row["number"],
        customer=row["customer"],
        state=row["state"],
        placed=_day(row["placed_at"]),
        expected=row["expected"],
        delivered=_day(row["delivered_at"]) if row["delivered_at"] else None,
        carrier=row["carrier"] or "",
        tracking=row["tracking"] or "",
        total=row["total"],
        lines=tuple(OrderLine(*line) for line in connection.execute(bought)),
        address=row["address"],
        payment=row["payment"],
        refund=_refund(row),
    )


def _refund(row: RowMapping) -> Refund | None:
    if row["amount"] is None:
        return None
    return Refund(row["amount"], _day(row["opened_at"]), _day(row["refunded_at"]) if row["refunded_at"] else None)


def _day(moment: datetime) -> date:
    """The day at the shop."""
    return moment.astimezone(ZONE).date()
