"""Shopify, by its GraphQL Admin API (https://shopify.dev/docs/api/admin-graphql); the REST one is legacy since October 2024."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import ShopUnavailable, UnknownOrder
from bot.orders import Order
from bot.requests import Cancel, Checkout, Readdress, Receipt, Request, Return
from bot.shops._remote import MOST, Found, RemoteShop, secret
from bot.shops._zones import zone_of
from bot.shops.shopify import queries
from bot.shops.shopify.graphql import GraphQL
from bot.shops.shopify.orders import number_of, read

LINES = 10
CANCELLABLE = ("placed", "paid", "packed")
REASONS = {"mind": "UNWANTED", "faulty": "DEFECTIVE", "wrong": "WRONG_ITEM"}
Do = Callable[["Shopify", Any], Receipt]


@dataclass(kw_only=True)
class Shopify(RemoteShop):
    """The shop at `url`, https://NAME.myshopify.com; `token_env` names the variable with an app's Admin API access token.

    The app needs the scopes read_orders, write_orders, read_products, write_returns. Days are those of the time `zone`.
    """

    url: str
    token_env: str
    version: str = "2026-07"
    zone: str = "UTC"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._zone: ZoneInfo = zone_of(self.zone)
        self._api = GraphQL(self.url, self.version, secret(self.token_env), self._patience)

    @property
    def serves(self) -> Collection[type[Request]]:
        """Cancelling, another address, requests for returns, and baskets."""
        return DOES.keys()

    def close(self) -> None:
        """Let the connections and the database of receipts go."""
        self._api.close()
        super().close()

    def _look_up(self, number: str) -> Found:
        for raw in self._find(f"name:'{number}'", 5):
            if number_of(raw["name"]).casefold() == number.casefold():
                return read(raw, self._zone)
        raise UnknownOrder(f"the shop has no order {number}")

    def _orders(self, customer: str) -> tuple[Order, ...]:
        if not customer.isdecimal():
            return ()
        found = (read(raw, self._zone).order for raw in self._find(f"customer_id:{int(customer)}", MOST))
        return tuple(order for order in found if order.customer == customer)

    def _find(self, query: str, most: int) -> Iterator[Mapping[str, Any]]:
        """The latest orders, each with all of its lines."""
        for raw in self._api.ask(queries.FIND, query=query, orders=most, lines=LINES)["orders"]["nodes"]:
            yield {**raw, "lineItems": {"nodes": list(self._lines(raw["id"], raw["lineItems"]))}}

    def _lines(self, order: str, page: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        yield from page["nodes"]
        while page["pageInfo"]["hasNextPage"]:
            after = page["pageInfo"]["endCursor"]
            page = self._api.ask(queries.MORE_LINES, id=order, lines=LINES, after=after)["order"]["lineItems"]
            yield from page["nodes"]

    def _do(self, request: Request, key: str, again: bool) -> Receipt:
        return DOES[type(request)](self, request)

    def _cancel(self, request: Cancel) -> Receipt:
        """Cancel, restock, and refund to where the money came from; Shopify does it after its answer, so that is waited for."""
        found = self._found(request.number)
        if found.order.state not in CANCELLABLE:
            return Receipt(False, "state", order=found.order)
        told = self._api.ask(queries.CANCEL, id=found.raw["id"])["orderCancel"]
        if told["orderCancelUserErrors"]:
            return Receipt(False, "state", order=found.order)
        if not self._api.done(told["job"], queries.JOB):
            raise ShopUnavailable(f"Shopify is still cancelling {found.order.number}")
        return Receipt(True, amount=None if found.order.state == "placed" else found.order.total, order=found.order)

    def _readdress(self, request: Readdress) -> Receipt:
        """The whole address becomes its first line, so that nothing of the old one but the name and the country is left."""
        found = self._found(request.number)
        if found.order.state not in CANCELLABLE[:2]:
            return Receipt(False, "state", order=found.order)
        old = found.raw["shippingAddress"] or {}
        kept = {name: old.get(there) for name, there in KEPT.items() if old.get(there)}
        address = {**kept, "address1": request.address, "address2": "", "city": "", "zip": ""}
        told = self._api.ask(queries.UPDATE, input={"id": found.raw["id"], "shippingAddress": address})["orderUpdate"]
        return Receipt(False, "state", order=found.order) if told["userErrors"] else Receipt(True, order=found.order)

    def _return(self, request: Return) -> Receipt:
        """Request a return, which the shop's staff approve; one that is there already is not requested again."""
        found = self._found(request.number)
        there = self._api.ask(queries.PARCELS, id=found.raw["id"])["order"]
        sent = [line for parcel in there["fulfillments"] for line in parcel["fulfillmentLineItems"]["nodes"]]
        lines = [line for line in sent if line["lineItem"]["sku"] == request.sku]
        if not lines:
            bought = any(line.sku == request.sku for line in found.order.lines)
            return Receipt(False, "state" if bought else "product", order=found.order)
        if name := _requested(there["returns"]["nodes"], {line["id"] for line in lines}):
            return Receipt(True, reference=name, order=found.order)
        wanted = {"orderId": found.raw["id"], "returnLineItems": [_back(line, request.reason) for line in lines]}
        told = self._api.ask(queries.RETURN, input=wanted)["returnRequest"]
        if told["userErrors"]:
            return Receipt(False, "state", order=found.order)
        return Receipt(True, reference=told["return"]["name"], order=found.order)

    def _check_out(self, request: Checkout) -> Receipt:
        """A link to a basket with the product in it."""
        if request.quantity < 1:
            return Receipt(False, "empty")
        quoted = request.sku.replace("\\", "").replace("'", "")
        found = self._api.ask(queries.VARIANT, query=f"sku:'{quoted}'")["productVariants"]["nodes"]
        variant = next((each for each in found if each["sku"] == request.sku), None)
        if variant is None:
            return Receipt(False, "product")
        short = variant["inventoryPolicy"] == "DENY" and variant["inventoryQuantity"] < request.quantity
        if short or not variant["availableForSale"]:
            return Receipt(False, "sold_out")
        return Receipt(True, link=f"{self.url.rstrip('/')}/cart/{variant['legacyResourceId']}:{request.quantity}")


KEPT = {"firstName": "firstName", "lastName": "lastName", "phone": "phone", "countryCode": "countryCodeV2"}
DOES: Mapping[type[Request], Do] = {
    Cancel: Shopify._cancel,
    Readdress: Shopify._readdress,
    Return: Shopify._return,
    Checkout: Shopify._check_out,
}


def _requested(returns: list[Mapping[str, Any]], lines: set[str]) -> str:
    """The name of the return that has one of these lines of parcels in it."""
    for each in returns:
        if any(item.get("fulfillmentLineItem", {}).get("id") in lines for item in each["returnLineItems"]["nodes"]):
            return str(each["name"])
    return ""


def _back(line: Mapping[str, Any], reason: str) -> Mapping[str, Any]:
    return {
        "fulfillmentLineItemId": line["id"],
        "quantity": line["quantity"],
        "returnReason": REASONS.get(reason, "OTHER"),
        "customerNote": "",
    }
