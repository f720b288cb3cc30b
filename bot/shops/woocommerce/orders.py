"""Reads WooCommerce's orders."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.errors import ShopUnavailable
from bot.orders import LANGUAGES, Order, OrderLine, OrderState, Refund
from bot.shops._remote import GUEST, Found

STATES: Mapping[str, OrderState] = {
    "pending": "placed",
    "on-hold": "placed",
    "failed": "placed",
    "processing": "paid",
    "completed": "shipped",
    "cancelled": "cancelled",
    "refunded": "refunded",
}
TRACKING = "_wc_shipment_tracking_items"
"""Where the extension Shipment Tracking keeps parcels."""
ADDRESS = ("address_1", "address_2", "city", "state", "postcode", "country")


def read(raw: Mapping[str, Any], states: Mapping[str, OrderState]) -> Found:
    """The order; raises ShopUnavailable for a status that nobody has explained, or for what is no order."""
    try:
        return _read(raw, {**STATES, **states})
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise ShopUnavailable(f"WooCommerce tells an order without what it should have: {error!r}") from None


def _read(raw: Mapping[str, Any], states: Mapping[str, OrderState]) -> Found:
    if raw["status"] not in states:
        raise ShopUnavailable(f"WooCommerce's status {raw['status']!r} is unknown; say in bot.shop.states what it means")
    number, state, parcel = str(raw["id"]), states[raw["status"]], _parcel(raw)
    order = Order(
        number=number,
        customer=str(raw["customer_id"]) if raw["customer_id"] else GUEST + number,
        state=state,
        placed=_day(raw["date_created"]),
        expected=None,
        delivered=_day(raw["date_completed"]) if state == "delivered" and raw["date_completed"] else None,
        carrier=parcel.get("tracking_provider") or parcel.get("custom_tracking_provider") or "",
        tracking=parcel.get("tracking_number") or "",
        total=_money(raw["total"]),
        lines=tuple(_lines(raw["line_items"])),
        address=", ".join(filter(None, (raw["shipping"].get(part) for part in ADDRESS))),
        payment=raw["payment_method_title"],
        refund=_refund(raw),
        currency=raw["currency"],
    )
    return Found(order, raw["billing"].get("email", ""), raw["billing"].get("phone", ""), raw)


def _parcel(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    kept = next((meta["value"] for meta in raw["meta_data"] if meta["key"] == TRACKING), None)
    return kept[-1] if kept else {}


def _lines(raw: list[Mapping[str, Any]]) -> Iterator[OrderLine]:
    for line in raw:
        names = tuple((language, line["name"]) for language in LANGUAGES)
        yield OrderLine(line["sku"] or str(line["product_id"]), line["quantity"], _money(line["price"]), names)


def _refund(raw: Mapping[str, Any]) -> Refund | None:
    """All that was paid back; the order does not say when, so it is the day on which it last changed."""
    amount = sum((abs(_money(refund["total"])) for refund in raw["refunds"]), Decimal(0))
    day = _day(raw["date_modified"])
    return Refund(amount, day, day) if amount else None


def _money(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def _day(text: str) -> date:
    """A day in the shop's own time."""
    return datetime.fromisoformat(text).date()
