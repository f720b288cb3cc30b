"""An order system with an interface of its own, and the settings that describe it."""

from copy import deepcopy
from typing import Any

from tests.fake_shops import EMAIL, PHONE, TOKEN, Asked, Told

BUYER = {"id": "c-2", "mail": EMAIL, "phone": PHONE}


def _order(number: str, status: str, day: str, **more: Any) -> dict[str, Any]:
    return {
        "no": number,
        "status": status,
        "created": f"{day}T18:30:00Z",
        "buyer": BUYER,
        "sum": {"total": 120.5, "currency": "EUR"},
        "items": [
            {"article": "LAMP-1", "count": 2, "each": 50.25, "title": "Lamp"},
            {"article": "BULB", "count": 4, "each": "5"},
        ],
        "ship_to": {"lines": ["42 Lantern Street", "Leeds"]},
        **more,
    }


ORDERS = (
    _order("A-1001", "paid", "2026-06-14"),
    _order("A-1002", "sent", "2026-06-10", parcel={"by": "HarbourLine", "code": "HL1"}, due="2026-06-17"),
    _order("A-1003", "void", "2026-06-11", money_back={"sum": "120.5", "at": "2026-06-12"}),
)
SETTINGS: dict[str, Any] = {
    "name": "rest",
    "token_env": "FAKE_SHOP_TOKEN",
    "idempotency_header": "Idempotency-Key",
    "zone": "Asia/Shanghai",
    "states": {"paid": "paid", "sent": "shipped", "void": "cancelled"},
    "refusals": {"gone": "state", "none_left": "sold_out"},
    "order_fields": {
        "number": "no",
        "customer": "buyer.id",
        "state": "status",
        "placed": "created",
        "total": "sum.total",
        "currency": "sum.currency",
        "lines": "items",
        "line": {"sku": "article", "quantity": "count", "price": "each", "name": "title"},
        "expected": "due",
        "carrier": "parcel.by",
        "tracking": "parcel.code",
        "address": "ship_to.lines",
        "email": "buyer.mail",
        "phone": "buyer.phone",
        "refund_amount": "money_back.sum",
        "refund_opened": "money_back.at",
    },
    "operations": {
        "order": {"path": "/orders/{number}"},
        "orders": {"path": "/orders", "query": {"buyer": "{customer}"}, "found": "orders"},
        "cancel": {"method": "POST", "path": "/orders/{number}/void", "amount": "back", "refused": "error.code"},
        "change": {
            "method": "PUT",
            "path": "/orders/{number}/items/{sku}",
            "body": {"count": "{quantity}"},
            "refused": "error.code",
        },
        "readdress": {"method": "PUT", "path": "/orders/{number}/address", "body": {"lines": ["{address}"]}},
        "return": {
            "method": "POST",
            "path": "/returns",
            "body": {"order": "{number}", "article": "{sku}", "why": "customer says: {reason}"},
            "reference": "return.id",
            "link": "return.label",
        },
    },
}


class Rest:
    """Its orders; a repeated Idempotency-Key gets the same answer."""

    def __init__(self) -> None:
        self.orders = {order["no"]: deepcopy(order) for order in ORDERS}
        self.said: dict[str, Told] = {}

    def answer(self, asked: Asked) -> Told:
        """What it documents."""
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Told(401, {})
        key = asked.headers.get("idempotency-key", "")
        if key not in self.said:
            told = self._answer(asked.method, asked.path.strip("/").split("/"), asked)
            if not key:
                return told
            self.said[key] = told
        return self.said[key]

    def _answer(self, method: str, path: list[str], asked: Asked) -> Told:
        if path == ["returns"]:
            return Told(201, {"return": {"id": 77, "label": f"https://post.example/{asked.body['order']}"}})
        if path == ["orders"]:
            return Told(
                200, {"orders": [order for order in self.orders.values() if order["buyer"]["id"] == asked.query["buyer"]]}
            )
        order = self.orders.get(path[1]) if path[0] == "orders" else None
        if order is None:
            return Told(404, {"error": {"code": "unknown"}})
        if method == "GET":
            return Told(200, order)
        if order["status"] != "paid":
            return Told(409, {"error": {"code": "gone"}})
        return self._changed(order, path, asked.body)

    def _changed(self, order: dict[str, Any], path: list[str], body: Any) -> Told:
        if path[2] == "void":
            order.update(status="void", money_back={"sum": "120.5", "at": "2026-06-15"})
        if path[2] == "address":
            order["ship_to"] = body
        if path[2] == "items":
            if body["count"] > 9:
                return Told(422, {"error": {"code": "none_left"}})
            next(item for item in order["items"] if item["article"] == path[3])["count"] = body["count"]
        return Told(200, {"back": 120.5})
