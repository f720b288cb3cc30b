"""What the shop tells of its orders."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.orders import LANGUAGES, Order, OrderLine, OrderState

STATES: Mapping[str, OrderState] = {"processed": "shipped", "delivered": "delivered", "cancelled": "cancelled"}


def order(raw: Mapping[str, Any], today: date) -> Order:
    """An order of the database, which knows no days: everything is as of `today`."""
    status = raw["status"]
    state: OrderState = "paid" if status.startswith("pending") else STATES.get(status, "returned")
    tracking = [number for one in raw["fulfillments"] for number in one["tracking_id"]]
    return Order(
        number=raw["order_id"],
        customer=raw["user_id"],
        state=state,
        placed=today,
        expected=None if state == "cancelled" else today,
        delivered=today if state in ("delivered", "returned") else None,
        carrier="",
        tracking=", ".join(tracking),
        total=Decimal(str(raw["payment_history"][0]["amount"])),
        lines=_lines(raw["items"]),
        address=", ".join(filter(None, map(str, raw["address"].values()))),
        payment=raw["payment_history"][0]["payment_method_id"],
    )


def _lines(items: list[Mapping[str, Any]]) -> tuple[OrderLine, ...]:
    counts = Counter(item["item_id"] for item in items)
    lines = {item["item_id"]: _line(item, counts[item["item_id"]]) for item in items}
    return tuple(lines.values())


def _line(item: Mapping[str, Any], quantity: int) -> OrderLine:
    names = tuple((language, item["name"]) for language in LANGUAGES)
    return OrderLine(item["item_id"], quantity, Decimal(str(item["price"])), names, tuple(item["options"].values()))
