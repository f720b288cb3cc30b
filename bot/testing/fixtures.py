"""What a journey needs to be so before its first turn: orders in the demo shop's database, and what is known of the customer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert

from analytics.profiles import Attribute, Profile
from configs.errors import ConfigurationError
from knowledge_base import pipeline as knowledge
from knowledge_base.demo import fixed
from knowledge_base.demo.campaigns import ZONE
from knowledge_base.demo.database import connect, writing
from knowledge_base.demo.fees import Fees
from knowledge_base.demo.lives import STATES
from knowledge_base.demo.records import Row
from knowledge_base.demo.tables import TABLES, metadata, orders
from knowledge_base.products import Product

SECONDS = 10.0
Orders = Mapping[str, str | Mapping[str, Any]]


def profile(customer: str, values: Mapping[str, Any], at: datetime) -> Profile:
    """The profile of `customer` with these attributes, known since `at`."""
    known = {name: Attribute(value=value, event=0, source="fixture", confidence=1.0, at=at) for name, value in values.items()}
    return Profile(customer=customer, attributes=known)


def put(url: str, wanted: Orders, products: Sequence[Product], at: datetime) -> None:
    """Put orders into the demo shop at `url` in place of those of their numbers; their days count from the shop's day of `at`.

    Raises ConfigurationError for an entry that is none.
    """
    if not wanted:
        return
    entries = [_entry(number, order) for number, order in wanted.items()]
    catalogue, fees = {product.sku: product for product in products}, Fees(knowledge.load_policies())
    try:
        rows = list(fixed.orders(entries, catalogue, fees, at.astimezone(ZONE).date()))
    except (KeyError, TypeError) as error:
        raise ConfigurationError(f"fixtures.orders: {error} is missing, no product, or no number of days") from None
    engine = connect(url, SECONDS)
    try:
        with writing(engine) as connection:
            _replace(connection, list(wanted), rows)
    finally:
        engine.dispose()


def states() -> tuple[str, ...]:
    """The states in which a typical order may be."""
    return ("placed", *(state for _, state in reversed(STATES)))


def state_of(entry: Mapping[str, Any]) -> str:
    """The state in which an entry's order is: its last moment says it."""
    return "cancelled" if "cancelled" in entry else next((state for name, state in STATES if name in entry), "placed")


def _entry(number: str, order: str | Mapping[str, Any]) -> dict[str, Any]:
    """The order as an entry; what it leaves out is as with the first fixed order in its state."""
    state = order if isinstance(order, str) else state_of(order)
    _, known = fixed.read()
    typical = next((entry for entry in known if state_of(entry) == state), None)
    if typical is None:
        raise ConfigurationError(f"fixtures.orders.{number}: there is no state {state!r}; there are: {', '.join(states())}")
    own = {"number": number, "tracking": _tracking(number)} | ({} if isinstance(order, str) else dict(order))
    return {**(typical if isinstance(order, str) else _timeless(typical)), **own}


def _timeless(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in (*fixed.MOMENTS, "expected")}


def _tracking(number: str) -> str:
    """A tracking number of its own for each order: two letters and thirteen digits."""
    digits = "".join(character for character in number if character.isdecimal())
    return f"YT88{digits:0>11}"[:15]


def _replace(connection: Connection, numbers: Sequence[str], rows: Iterable[Row]) -> None:
    tables = [table for table in metadata.sorted_tables if "number" in table.columns and table is not orders]
    for table in (*tables, orders):
        connection.execute(delete(table).where(table.c.number.in_(numbers)))
    for row in rows:
        connection.execute(insert(TABLES[type(row)]), [vars(row)])
