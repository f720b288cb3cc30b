"""The demo shop's orders, in the database that `knowledge_base.demo.database` prepares."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import ShopUnavailable, UnknownOrder
from bot.shops import Order, OrderLine, Shop
from knowledge_base.demo.campaigns import ZONE
from knowledge_base.demo.database import DEFAULT, connect, writing
from knowledge_base.demo.tables import cancellations, deliveries, lines, orders, refunds

CANCELLABLE = ("placed", "paid", "packed")


@dataclass
class Demo(Shop):
    """Orders in the demo shop's `database`; a query that takes longer than `seconds` is given up as ShopUnavailable."""

    database: str = DEFAULT
    seconds: float = 3.0

    def __post_init__(self) -> None:
        self._engine = connect(self.database, self.seconds)

    def order(self, number: str) -> Order:
        """The order of that number, written as customers do: sk 1048213, #SK1048213 or 1048213."""
        with _reachable(), self._engine.connect() as connection, connection.begin():
            return _read(connection, _normal(number))

    def cancel(self, number: str, key: str) -> Order:
        """Cancel an order that has not been shipped, and open its refund when it was paid, in one transaction."""
        try:
            with _reachable(), writing(self._engine) as connection:
                return _cancel(connection, _normal(number), key)
        except IntegrityError:
            # The key is unique: what it was meant for has been done before, so this transaction was undone as a whole.
            return self.order(number)

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, PoolTimeout) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise ShopUnavailable(f"the shop's database does not answer: {reason}") from error


def _normal(number: str) -> str:
    letters = re.sub("[^0-9A-Z]", "", unicodedata.normalize("NFKC", number).upper())
    return f"SK{letters.removeprefix('SK')}"


def _cancel(connection: Connection, number: str, key: str) -> Order:
    order = _read(connection, number, lock=True)
    # Keys come from outside: their digest has one length and no character that a database refuses.
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
    now, cancellable = datetime.now(UTC), order.state in CANCELLABLE
    connection.execute(insert(cancellations).values(key=digest, number=number, at=now, done=cancellable))
    if cancellable:
        ended = {"state": "cancelled", "cancelled_at": now, "expected": None}
        connection.execute(update(orders).where(orders.c.number == number).values(ended))
    if cancellable and order.state != "placed":
        connection.execute(insert(refunds).values(number=number, amount=order.total, opened_at=now))
    return _read(connection, number)


def _read(connection: Connection, number: str, *, lock: bool = False) -> Order:
    """The order as it is; with `lock`, nobody else changes it before the transaction ends, as is always so on SQLite."""
    query = select(orders, deliveries.c.carrier, deliveries.c.tracking, deliveries.c.delivered_at)
    query = query.join(deliveries, isouter=True).where(orders.c.number == number)
    row = connection.execute(query.with_for_update(of=orders) if lock else query).mappings().one_or_none()
    if row is None:
        raise UnknownOrder(f"the shop has no order {number}")
    bought = select(lines.c.sku, lines.c.quantity, lines.c.price).where(lines.c.number == number).order_by(lines.c.sku)
    return Order(
        number=number,
        customer=row["customer"],
        state=row["state"],
        placed=_day(row["placed_at"]),
        expected=row["expected"],
        delivered=_day(row["delivered_at"]) if row["delivered_at"] else None,
        carrier=row["carrier"] or "",
        tracking=row["tracking"] or "",
        total=row["total"],
        lines=tuple(OrderLine(*line) for line in connection.execute(bought)),
    )


def _day(moment: datetime) -> date:
    """The day at the shop."""
    return moment.astimezone(ZONE).date()
