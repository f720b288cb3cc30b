"""WooCommerce as its REST API is documented, with invented orders."""

import base64
from copy import deepcopy
from typing import Any

from tests.fake_shops import EMAIL, PHONE, TOKEN, Asked, Told

SETTINGS: dict[str, Any] = {"name": "woocommerce", "key_env": "FAKE_SHOP_TOKEN", "secret_env": "FAKE_SHOP_TOKEN"}
ALLOWED = "Basic " + base64.b64encode(f"{TOKEN}:{TOKEN}".encode()).decode()
PARCEL = {
    "id": 9,
    "key": "_wc_shipment_tracking_items",
    "value": [{"tracking_provider": "HarbourLine", "custom_tracking_provider": "", "tracking_number": "HL1"}],
}


def _order(number: int, status: str, day: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "number": str(number),
        "status": status,
        "currency": "GBP",
        "date_created": f"{day}T10:00:00",
        "date_modified": f"{day}T12:00:00",
        "date_completed": None,
        "date_paid_gmt": f"{day}T10:01:00",
        "total": "120.50",
        "customer_id": 2,
        "billing": {"email": EMAIL, "phone": PHONE},
        "shipping": {"address_1": "42 Lantern Street", "address_2": "", "city": "Leeds", "postcode": "LS1", "country": "GB"},
        "payment_method_title": "Credit card",
        "line_items": [
            {"id": 1, "name": "Lamp", "product_id": 11, "sku": "LAMP-1", "quantity": 2, "price": 60.25, "total": "120.50"}
        ],
        "meta_data": [],
        "refunds": [],
        **more,
    }


ORDERS = (
    _order(1001, "processing", "2026-06-14"),
    _order(1002, "completed", "2026-06-10", meta_data=[PARCEL], date_completed="2026-06-11T09:00:00"),
    _order(1003, "cancelled", "2026-06-11", refunds=[{"id": 5, "reason": "cancelled", "total": "-120.50"}]),
    _order(1004, "pending", "2026-06-12", customer_id=0, date_paid_gmt=None),
)
PRODUCTS = (
    {"id": 11, "sku": "LAMP-1", "stock_status": "instock", "stock_quantity": 3},
    {"id": 12, "sku": "BULB", "stock_status": "outofstock", "stock_quantity": None},
)


class WooCommerce:
    """Its orders and their notes; what it writes down while `losing` is answered with an error all the same."""

    def __init__(self) -> None:
        self.losing = False
        self.orders = {order["id"]: deepcopy(order) for order in ORDERS}
        self.notes: list[dict[str, Any]] = []

    def answer(self, asked: Asked) -> Told:
        """What it documents."""
        if asked.headers.get("authorization") != ALLOWED:
            return Told(401, {"code": "woocommerce_rest_cannot_view", "message": "Sorry.", "data": {"status": 401}})
        path = asked.path.removeprefix("/wp-json/wc/v3/").split("/")
        if path == ["products"]:
            return Told(200, [product for product in PRODUCTS if product["sku"] == asked.query["sku"]])
        if path == ["orders"]:
            found = [order for order in self.orders.values() if order["customer_id"] == int(asked.query["customer"])]
            return Told(200, found[: int(asked.query["per_page"])], {"X-WP-Total": str(len(found)), "X-WP-TotalPages": "1"})
        order = self.orders.get(int(path[1]))
        if order is None:
            return Told(404, {"code": "woocommerce_rest_shop_order_invalid_id", "data": {"status": 404}})
        return self._about(order, path[2:], asked)

    def _about(self, order: dict[str, Any], part: list[str], asked: Asked) -> Told:
        if part == ["notes"]:
            return self._noted(asked)
        if part == ["refunds"]:
            order["refunds"].append({"id": 6, "reason": asked.body["reason"], "total": f"-{asked.body['amount']}"})
            order["status"] = "refunded"
            return Told(500, {}) if self.losing else Told(201, {"id": 6, **asked.body})
        if asked.method == "PUT":
            order["shipping"].update(asked.body.pop("shipping", {}))
            order.update(asked.body)
        return Told(200, order)

    def _noted(self, asked: Asked) -> Told:
        if asked.method == "GET":
            return Told(200, self.notes)
        self.notes.append({"id": 281 + len(self.notes), **asked.body})
        return Told(500, {}) if self.losing else Told(201, self.notes[-1])
