"""The demo shop's tables: the columns carry the names of the fields in `records`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Dialect, Float, ForeignKey, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

from knowledge_base.demo import records


class Money(TypeDecorator[Decimal]):
    """US dollars, kept exactly as whole cents."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Cents for the database."""
        return None if value is None else int(value * 100)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        """Dollars with two digits."""
        return None if value is None else Decimal(value).scaleb(-2)


class Moment(TypeDecorator[datetime]):
    """A time with its zone, kept in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC without a zone, the same on every database."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """A time in UTC that says so."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()


def _reference(name: str, target: str, **options: Any) -> Column[str]:
    return Column(name, String(16), ForeignKey(target), nullable=False, **options)


facts = Table(
    "shop_facts",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", String(64), nullable=False),
)
offers = Table(
    "shop_offers",
    metadata,
    Column("sku", String(64), primary_key=True),
    Column("starts", Date, primary_key=True),
    Column("ends", Date, nullable=False),
    Column("price", Money, nullable=False),
)
return_truths = Table(
    "shop_truth_returns",
    metadata,
    Column("sku", String(64), primary_key=True),
    Column("chance", Float, nullable=False),
)
customers = Table(
    "shop_customers",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name_en", String(64), nullable=False),
    Column("name_zh", String(64), nullable=False),
    Column("language", String(2), nullable=False),
    Column("email", String(128), nullable=False, unique=True),
    Column("phone", String(32), nullable=False),
    Column("country", String(2), nullable=False),
    Column("city", String(64), nullable=False),
    Column("address", String(160), nullable=False),
    Column("joined", Date, nullable=False),
)
segment_truths = Table(
    "shop_truth_segments",
    metadata,
    _reference("customer", "shop_customers.id", primary_key=True),
    Column("segment", String(32), nullable=False),
)
orders = Table(
    "shop_orders",
    metadata,
    Column("number", String(16), primary_key=True),
    _reference("customer", "shop_customers.id", index=True),
    Column("state", String(16), nullable=False),
    Column("placed_at", Moment, nullable=False, index=True),
    Column("paid_at", Moment),
    Column("packed_at", Moment),
    Column("cancelled_at", Moment),
    Column("expected", Date),
    Column("method", String(32), nullable=False),
    Column("payment", String(32), nullable=False),
    Column("coupon", String(32), nullable=False),
    Column("discount", Money, nullable=False),
    Column("shipping", Money, nullable=False),
    Column("total", Money, nullable=False),
)
lines = Table(
    "shop_lines",
    metadata,
    _reference("number", "shop_orders.number", primary_key=True),
    Column("sku", String(64), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("list_price", Money, nullable=False),
    Column("price", Money, nullable=False),
)
deliveries = Table(
    "shop_deliveries",
    metadata,
    _reference("number", "shop_orders.number", primary_key=True),
    Column("carrier", String(32), nullable=False),
    Column("tracking", String(32), nullable=False, unique=True),
    Column("shipped_at", Moment, nullable=False),
    Column("delivered_at", Moment),
)
returns = Table(
    "shop_returns",
    metadata,
    _reference("number", "shop_orders.number", primary_key=True),
    Column("sku", String(64), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("requested_at", Moment, nullable=False),
    Column("received_at", Moment),
)
refunds = Table(
    "shop_refunds",
    metadata,
    _reference("number", "shop_orders.number", primary_key=True),
    Column("amount", Money, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("paid_at", Moment),
)
# The two below were added later: a shop that an earlier version made gets them when it is prepared again.
addresses = Table(
    "shop_addresses",
    metadata,
    _reference("number", "shop_orders.number", primary_key=True),
    Column("address", String(400), nullable=False),
)
# `key` is a digest; `asked` is what the customer wanted in full, for whoever works on it.
requests = Table(
    "shop_requests",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("number", String(16), nullable=False),
    Column("customer", Text, nullable=False, index=True),
    Column("reference", String(16), unique=True),
    Column("asked", JSON, nullable=False),
    Column("receipt", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)
contacts = Table(
    "shop_contacts",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("customer", "shop_customers.id", index=True),
    _reference("number", "shop_orders.number"),
    Column("at", Moment, nullable=False),
    Column("topic", String(32), nullable=False),
    Column("resolved", Boolean, nullable=False),
    Column("satisfaction", Integer, nullable=False),
)
views = Table(
    "shop_views",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("customer", "shop_customers.id"),
    Column("sku", String(64), nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

TABLES: Mapping[type[records.Row], Table] = {
    records.Offer: offers,
    records.ReturnTruth: return_truths,
    records.Customer: customers,
    records.SegmentTruth: segment_truths,
    records.Order: orders,
    records.Line: lines,
    records.Delivery: deliveries,
    records.Return: returns,
    records.Refund: refunds,
    records.Contact: contacts,
    records.View: views,
}
"""The table of each kind of row, those that others refer to first."""
