"""WooCommerce, by its REST API (https://woocommerce.github.io/woocommerce-rest-api-docs/, wc/v3)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.errors import ShopUnavailable, UnknownOrder
from bot.orders import Order, OrderState
from bot.requests import Cancel, Checkout, Exchange, Invoice, OrderRequest, Readdress, Receipt, Repair, Report, Request, Return
from bot.shops._receipts import digest
from bot.shops._remote import MOST, Found, RemoteShop, secret
from bot.shops._web import Web, content
from bot.shops.woocommerce import notes
from bot.shops.woocommerce.orders import read

OPEN = ("placed", "paid", "packed")
NOTED = (Return, Exchange, Report, Repair, Invoice)
Do = Callable[["WooCommerce", Any, str, bool], Receipt]


@dataclass(kw_only=True)
class WooCommerce(RemoteShop):
    """The shop at `url`; `key_env` and `secret_env` name the variables with its consumer key and secret.

    `states` adds to what its statuses mean, for those that extensions bring. What WooCommerce has no notion of, such as
    returns, becomes a private note on the order for whoever works on it.
    """

    url: str
    key_env: str
    secret_env: str
    states: dict[str, OrderState] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        auth = secret(self.key_env), secret(self.secret_env)
        self._web = Web(f"{self.url.rstrip('/')}/wp-json/wc/v3", {"Accept": "application/json"}, self._patience, auth)

    @property
    def serves(self) -> Collection[type[Request]]:
        """Cancelling, another address, baskets, and what becomes a note."""
        return DOES.keys()

    def close(self) -> None:
        """Let the connections and the database of receipts go."""
        self._web.close()
        super().close()

    def _look_up(self, number: str) -> Found:
        raw = self._ask("GET", f"/orders/{number}") if number.isdigit() else None
        if not isinstance(raw, Mapping):
            raise UnknownOrder(f"the shop has no order {number}")
        return read(raw, self.states)

    def _orders(self, customer: str) -> tuple[Order, ...]:
        if not customer.isdecimal() or not int(customer):
            return ()
        query = {"customer": int(customer), "per_page": MOST, "orderby": "date", "order": "desc"}
        return tuple(read(raw, self.states).order for raw in self._ask("GET", "/orders", params=query) or ())

    def _do(self, request: Request, key: str, again: bool) -> Receipt:
        return DOES[type(request)](self, request, key, again)

    def _cancel(self, request: Cancel, key: str, again: bool) -> Receipt:
        """Pay everything back that was paid and not paid back yet, then cancel: a refund alone would leave it as refunded."""
        found = self._found(request.number)
        order, raw = found.order, found.raw
        if order.state not in OPEN and not (again and order.state == "refunded"):
            return Receipt(False, "state", order=order)
        back = sum((abs(Decimal(str(refund["total"]))) for refund in raw["refunds"]), Decimal(0))
        paid = order.total if raw["date_paid_gmt"] else Decimal(0)
        if paid > back:
            self._change("POST", f"/orders/{order.number}/refunds", {"amount": f"{paid - back:.2f}", "reason": "cancelled"})
        self._change("PUT", f"/orders/{order.number}", {"status": "cancelled"})
        return Receipt(True, amount=paid or None, order=order)

    def _readdress(self, request: Readdress, key: str, again: bool) -> Receipt:
        """The whole address becomes its first line, so that nothing of the old one is left."""
        order = self.order(request.number)
        if order.state not in OPEN[:2]:
            return Receipt(False, "state", order=order)
        blank = dict.fromkeys(("address_2", "city", "state", "postcode"), "")
        self._change("PUT", f"/orders/{order.number}", {"shipping": {"address_1": request.address, **blank}})
        return Receipt(True, order=order)

    def _note(self, request: OrderRequest, key: str, again: bool) -> Receipt:
        """Leave a note, unless a try before did; its number is the reference."""
        order, mark = self.order(request.number), digest(key)[:12]
        path = f"/orders/{order.number}/notes"
        there = next((note for note in self._ask("GET", path) or () if mark in note["note"]), None)
        note = there or self._change("POST", path, {"note": notes.text(request, mark), "customer_note": False})
        return Receipt(True, reference=f"{order.number}-{note['id']}", order=order)

    def _check_out(self, request: Checkout, key: str, again: bool) -> Receipt:
        """A link that puts the product in the customer's basket."""
        found = self._ask("GET", "/products", params={"sku": request.sku, "status": "publish"})
        if not found:
            return Receipt(False, "product")
        product, left = found[0], found[0].get("stock_quantity")
        if request.quantity < 1:
            return Receipt(False, "empty")
        if product["stock_status"] == "outofstock" or (left is not None and left < request.quantity):
            return Receipt(False, "sold_out")
        return Receipt(True, link=f"{self.url.rstrip('/')}/?add-to-cart={product['id']}&quantity={request.quantity}")

    def _ask(self, method: str, path: str, **asked: Any) -> Any | None:
        """The answer, None when there is no such thing; raises ShopUnavailable."""
        answer = self._web.call(method, path, **asked)
        if answer.status_code == 404:
            return None
        if answer.status_code >= 400:
            raise ShopUnavailable(f"WooCommerce answers {method} {path} with {answer.status_code}: {answer.text[:200]}")
        return content(answer)

    def _change(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        told = self._ask(method, path, json=body)
        if told is None:
            raise ShopUnavailable(f"WooCommerce knows nothing of {path} any more")
        return told


DOES: Mapping[type[Request], Do] = {
    Cancel: WooCommerce._cancel,
    Readdress: WooCommerce._readdress,
    Checkout: WooCommerce._check_out,
    **dict.fromkeys(NOTED, WooCommerce._note),
}
