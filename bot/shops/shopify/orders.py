"""Reads Shopify's orders."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import ShopUnavailable
from bot.orders import LANGUAGES, Order, OrderLine, OrderState, Refund
from bot.shops._remote import GUEST, Found

PAID = ("PAID", "PARTIALLY_REFUNDED")
SENT = ("FULFILLED", "PARTIALLY_FULFILLED")
PACKED = ("IN_PROGRESS", "PENDING_FULFILLMENT")


def read(raw: Mapping[str, Any], zone: ZoneInfo) -> Found:
    """The order, its days in the zone; raises ShopUnavailable for what is no order."""
    try:
        return _read(raw, zone)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise ShopUnavailable(f"Shopify tells an order without what it should have: {error!r}") from None


def number_of(name: str) -> str:
    """An order's name without the # that most shops put before it."""
    return name.removeprefix("#")


def _read(raw: Mapping[str, Any], zone: ZoneInfo) -> Found:
    number, parcels, ship_to = number_of(raw["name"]), raw["fulfillments"], raw["shippingAddress"] or {}
    tracking: Mapping[str, Any] = next((info for parcel in reversed(parcels) for info in parcel["trackingInfo"]), {})
    arrived, promised = ([parcel[name] for parcel in parcels if parcel[name]] for name in ("deliveredAt", "estimatedDeliveryAt"))
    state = _state(raw, len(arrived) == len(parcels))
    # Cancelling takes everything out of the current total and the current quantities.
    total = raw["totalPriceSet" if state == "cancelled" else "currentTotalPriceSet"]["presentmentMoney"]
    order = Order(
        number=number,
        customer=raw["customer"]["id"].rpartition("/")[2] if raw["customer"] else GUEST + number,
        state=state,
        placed=_day(raw["createdAt"], zone),
        expected=_day(max(promised), zone) if promised and state != "cancelled" else None,
        delivered=_day(max(arrived), zone) if arrived and state != "shipped" else None,
        carrier=tracking.get("company") or "",
        tracking=tracking.get("number") or "",
        total=_money(total),
        lines=tuple(_lines(raw["lineItems"]["nodes"], "quantity" if state == "cancelled" else "currentQuantity")),
        address=", ".join(ship_to.get("formatted", ())),
        payment=", ".join(raw["paymentGatewayNames"]),
        refund=_refund(raw["refunds"], zone),
        currency=total["currencyCode"],
    )
    return Found(order, raw["email"] or "", raw["phone"] or ship_to.get("phone") or "", raw)


def _state(raw: Mapping[str, Any], all_arrived: bool) -> OrderState:
    if raw["cancelledAt"]:
        return "cancelled"
    if raw["displayFinancialStatus"] == "REFUNDED":
        return "refunded"
    if raw["returnStatus"] == "RETURNED":
        return "returned"
    if raw["displayFulfillmentStatus"] in SENT:
        return "delivered" if all_arrived and raw["displayFulfillmentStatus"] == "FULFILLED" else "shipped"
    if raw["displayFulfillmentStatus"] in PACKED:
        return "packed"
    return "paid" if raw["displayFinancialStatus"] in PAID else "placed"


def _lines(raw: list[Mapping[str, Any]], quantity: str) -> Iterator[OrderLine]:
    for line in raw:
        if line[quantity]:
            names = tuple((language, line["name"]) for language in LANGUAGES)
            price = _money(line["discountedUnitPriceSet"]["presentmentMoney"])
            yield OrderLine(line["sku"] or line["name"], line[quantity], price, names)


def _refund(raw: list[Mapping[str, Any]], zone: ZoneInfo) -> Refund | None:
    if not raw:
        return None
    latest = max(raw, key=lambda refund: str(refund["createdAt"]))
    day = _day(latest["createdAt"], zone)
    return Refund(_money(latest["totalRefundedSet"]["presentmentMoney"]), day, day)


def _money(raw: Mapping[str, Any]) -> Decimal:
    return Decimal(str(raw["amount"])).quantize(Decimal("0.01"))


def _day(text: str, zone: ZoneInfo) -> date:
    return datetime.fromisoformat(text).astimezone(zone).date()
