"""Shopify as its GraphQL Admin API is documented, with invented orders; queries are known by their names."""

import re
from copy import deepcopy
from typing import Any

from tests.fake_shops import EMAIL, TOKEN, Asked, Told

SETTINGS: dict[str, Any] = {"name": "shopify", "token_env": "FAKE_SHOP_TOKEN", "zone": "Europe/London"}
LONDON = {
    "firstName": "Alex",
    "lastName": "Morgan",
    "phone": "+447700900102",
    "countryCodeV2": "GB",
    "formatted": ["42 Lantern Street", "London NW1", "United Kingdom"],
}
NAME = re.compile(r"(?:query|mutation) (\w+)")


def money(amount: str) -> dict[str, Any]:
    return {"presentmentMoney": {"amount": amount, "currencyCode": "GBP"}}


def line(sku: str, quantity: int, amount: str) -> dict[str, Any]:
    price = {"discountedUnitPriceSet": money(amount)}
    return {"sku": sku, "name": sku.title(), "quantity": quantity, "currentQuantity": quantity, **price}


def _order(number: int, day: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/Order/{number}000",
        "name": f"#{number}",
        "createdAt": f"{day}T23:30:00Z",
        "cancelledAt": None,
        "email": EMAIL,
        "phone": None,
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "UNFULFILLED",
        "returnStatus": "NO_RETURN",
        "paymentGatewayNames": ["shopify_payments"],
        "customer": {"id": "gid://shopify/Customer/2"},
        "shippingAddress": LONDON,
        "totalPriceSet": money("120.5"),
        "currentTotalPriceSet": money("120.5"),
        "fulfillments": [],
        "refunds": [],
        "lineItems": [line("LAMP-1", 2, "60.25")],
        **more,
    }


PARCEL = {
    "deliveredAt": None,
    "estimatedDeliveryAt": "2026-06-17T12:00:00Z",
    "trackingInfo": [{"company": "HarbourLine", "number": "HL1"}],
}
BACK = {"createdAt": "2026-06-12T08:00:00Z", "totalRefundedSet": money("120.5")}
ORDERS = (
    _order(1001, "2026-06-14"),
    _order(1002, "2026-06-10", displayFulfillmentStatus="FULFILLED", fulfillments=[PARCEL]),
    _order(1003, "2026-06-11", cancelledAt="2026-06-12T08:00:00Z", displayFinancialStatus="REFUNDED", refunds=[BACK]),
    _order(1004, "2026-06-09", lineItems=[line(f"PART-{number}", 1, "1.0") for number in range(25)], customer=None),
    _order(10010, "2026-06-15", displayFinancialStatus="PENDING", customer={"id": "gid://shopify/Customer/3"}),
)
VARIANT = {
    "legacyResourceId": "881",
    "sku": "LAMP-1",
    "availableForSale": True,
    "inventoryQuantity": 3,
    "inventoryPolicy": "DENY",
}


class Shopify:
    """Its orders, jobs and returns."""

    def __init__(self) -> None:
        self.orders = {order["id"]: deepcopy(order) for order in ORDERS}
        self.jobs: dict[str, str] = {}
        self.returns: list[dict[str, Any]] = []

    def answer(self, asked: Asked) -> Told:
        """What it documents."""
        if asked.headers.get("x-shopify-access-token") != TOKEN:
            return Told(401, {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"})
        if not asked.path.endswith("/graphql.json"):
            return Told(404, {"errors": "Not Found"})
        name = NAME.match(asked.body["query"])
        assert name is not None
        return Told(200, {"data": getattr(self, name[1].lower())(**asked.body["variables"])})

    def find(self, query: str, orders: int, lines: int) -> Any:
        """Orders by the beginning of their name, as its search is, or by customer; latest first."""
        field, _, wanted = query.partition(":")
        found = [order for order in self.orders.values() if _fits(order, field, wanted.strip("'"))]
        found.sort(key=lambda order: str(order["createdAt"]), reverse=True)
        return {"orders": {"nodes": [{**order, "lineItems": _page(order, 0, lines)} for order in found[:orders]]}}

    def morelines(self, id: str, lines: int, after: str) -> Any:  # noqa: A002 - the API's name
        """The next lines."""
        return {"order": {"lineItems": _page(self.orders[id], int(after), lines)}}

    def cancel(self, id: str) -> Any:  # noqa: A002
        """A job, which is done when it is asked about."""
        if self.orders[id]["cancelledAt"] or self.orders[id]["fulfillments"]:
            return {"orderCancel": {"job": None, "orderCancelUserErrors": [{"message": "Cannot cancel"}]}}
        self.jobs["gid://shopify/Job/1"] = id
        return {"orderCancel": {"job": {"id": "gid://shopify/Job/1", "done": False}, "orderCancelUserErrors": []}}

    def job(self, id: str) -> Any:  # noqa: A002
        """Its end."""
        order = self.orders[self.jobs[id]]
        order.update(cancelledAt="2026-06-15T09:00:00Z", currentTotalPriceSet=money("0.0"))
        order["lineItems"][0]["currentQuantity"] = 0
        return {"job": {"id": id, "done": True}}

    def update(self, input: dict[str, Any]) -> Any:  # noqa: A002
        """Another address."""
        to = input["shippingAddress"]
        shown = [to["address1"], *filter(None, (to["address2"], to["city"], to["zip"]))]
        self.orders[input["id"]]["shippingAddress"] = {**LONDON, "formatted": shown}
        return {"orderUpdate": {"order": {"id": input["id"]}, "userErrors": []}}

    def parcels(self, id: str) -> Any:  # noqa: A002
        """What was sent and what is to come back."""
        order = self.orders[id]
        sent = [{"id": f"{id}/{each['sku']}", "quantity": each["quantity"], "lineItem": each} for each in order["lineItems"]]
        parcels = [{"fulfillmentLineItems": {"nodes": sent}} for _ in order["fulfillments"]]
        return {"order": {"fulfillments": parcels, "returns": {"nodes": self.returns}}}

    def variant(self, query: str) -> Any:
        """A product by its SKU."""
        return {"productVariants": {"nodes": [VARIANT] if query == "sku:'LAMP-1'" else []}}

    def giveback(self, input: dict[str, Any]) -> Any:  # noqa: A002
        """A return that waits for its approval."""
        name = f"{self.orders[input['orderId']]['name']}-R{len(self.returns) + 1}"
        items = [{"fulfillmentLineItem": {"id": each["fulfillmentLineItemId"]}} for each in input["returnLineItems"]]
        self.returns.append({"name": name, "returnLineItems": {"nodes": items}})
        return {"returnRequest": {"return": {"id": "gid://shopify/Return/1", "name": name}, "userErrors": []}}


def _fits(order: dict[str, Any], field: str, wanted: str) -> bool:
    if field == "name":
        return str(order["name"]).removeprefix("#").startswith(wanted)
    return bool(order["customer"]) and order["customer"]["id"] == f"gid://shopify/Customer/{wanted}"


def _page(order: dict[str, Any], start: int, count: int) -> dict[str, Any]:
    end, lines = start + count, order["lineItems"]
    return {"nodes": lines[start:end], "pageInfo": {"hasNextPage": end < len(lines), "endCursor": str(end)}}
