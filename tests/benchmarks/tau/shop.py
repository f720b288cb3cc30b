"""tau-bench's retail database as a shop backend, in memory."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot import requests
from bot.errors import UnknownOrder
from bot.orders import Order
from bot.requests import OrderRequest, Receipt, Request
from bot.shops import Shop
from tests.benchmarks.tau import addresses, effects, reading, variants
from tests.benchmarks.tau.addresses import Place
from tests.benchmarks.tau.database import Database
from tests.benchmarks.tau.effects import Call, Refused

MOST = 20
REASONS = {"mistake": "ordered by mistake"}
LISTS = ("item_ids", "new_item_ids")
"""What calls of one message about one order have in common: the policy takes all products of an order at once."""


@dataclass
class Tau(Shop):
    """The shop of the database `text` (JSON), which has no days of its own: all is as of `today`."""

    text: str
    today: date
    database: Database = field(init=False)
    done: list[tuple[str, Call]] = field(init=False, default_factory=list)
    receipts: dict[str, Receipt] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.database = json.loads(self.text)

    @property
    def serves(self) -> tuple[type[Request], ...]:
        return tuple(CALLS)

    def order(self, number: str) -> Order:
        return reading.order(self._raw(number), self.today)

    def orders(self, customer: str) -> tuple[Order, ...]:
        numbers = self.database["users"].get(customer, {}).get("orders", ())
        return tuple(self.order(number) for number in reversed(numbers[-MOST:]))

    def owns(self, number: str, contact: str) -> str:
        customer = self._raw(number)["user_id"]
        same = self.database["users"][customer]["email"].casefold() == contact.strip().casefold()
        return str(customer) if same else ""

    def perform(self, request: Request, key: str) -> Receipt:
        if key not in self.receipts:
            self.receipts[key] = self._performed(request, key.partition("/")[0])
        return self.receipts[key]

    def close(self) -> None:
        """Nothing is open."""

    def _performed(self, request: Request, message: str) -> Receipt:
        if type(request) is requests.Change:
            return Receipt(False, "excluded")
        if type(request) not in CALLS:
            return Receipt(False, "unsupported")
        try:
            self._call(CALLS[type(request)](self, request), message)
        except Refused as refused:
            return Receipt(False, refused.why, order=self._after(request))
        return Receipt(True, reference=f"R{len(self.receipts) + 1}", order=self._after(request))

    def _after(self, request: Request) -> Order | None:
        return self.order(request.number) if isinstance(request, OrderRequest) else None

    def _call(self, call: Call, message: str) -> None:
        """Do a call together with those before it in this message that are of its kind and order; raises Refused."""
        *before, last = self.done or [("", {})]
        joined = {**call, **{name: [*last[1][name], *call[name]] for name in LISTS if name in call and name in last[1]}}
        together = last[0] == message and all(last[1].get(name) == call[name] for name in ("name", "order_id"))
        done = [*before, (message, joined)] if together else [*self.done, (message, call)]
        database = effects.replayed((one for _, one in done[:-1]), json.loads(self.text))
        effects.perform(done[-1][1], database)
        self.database, self.done = database, done

    def _raw(self, number: str) -> Mapping[str, Any]:
        digits = "".join(character for character in number if character.isdecimal())
        if f"#W{digits}" not in self.database["orders"]:
            raise UnknownOrder(f"the shop has no order {number}")
        raw: Mapping[str, Any] = self.database["orders"][f"#W{digits}"]
        return raw

    def _cancelled(self, request: requests.Cancel) -> Call:
        number = self._raw(request.number)["order_id"]
        return {"name": "cancel_pending_order", "order_id": number, "reason": REASONS.get(request.reason, "no longer needed")}

    def _readdressed(self, request: requests.Readdress) -> Call:
        raw = self._raw(request.number)
        place = self._place(request.address, raw["user_id"], raw["address"])
        return {"name": "modify_pending_order_address", "order_id": raw["order_id"], **place}

    def _moved(self, request: requests.Move) -> Call:
        mine = self.database["users"][request.customer]["address"]
        return {
            "name": "modify_user_address",
            "user_id": request.customer,
            **self._place(request.address, request.customer, mine),
        }

    def _place(self, said: str, customer: str, mine: Place) -> Place:
        """The address that is meant in place of `mine`, which may be one that the shop knows of the customer."""
        user = self.database["users"][customer]
        known = [user["address"], *(self.database["orders"][number]["address"] for number in user["orders"])]
        place = addresses.place(said, known, mine)
        if place is None:
            raise Refused("product")
        return place

    def _returned(self, request: requests.Return) -> Call:
        raw = self._raw(request.number)
        items = [one["item_id"] for one in raw["items"] if one["item_id"] == request.sku]
        method = self._method(raw, request.payment)
        name = "return_delivered_order_items"
        return {"name": name, "order_id": raw["order_id"], "item_ids": items, "payment_method_id": method}

    def _exchanged(self, request: requests.Exchange) -> Call:
        """A delivered order's product is exchanged, a pending one's is changed."""
        raw = self._raw(request.number)
        mine = next(one for one in raw["items"] if one["item_id"] == request.sku)
        others = [one["name"] for one in raw["items"] if one["name"] != mine["name"]]
        words = variants.about(request.wanted, mine["name"], others)
        variant = variants.wanted(words, self.database["products"][mine["product_id"]], mine)
        if variant is None:
            raise Refused("sold_out")
        return {
            "name": "modify_pending_order_items" if raw["status"].startswith("pending") else "exchange_delivered_order_items",
            "order_id": raw["order_id"],
            "item_ids": [mine["item_id"]],
            "new_item_ids": [variant["item_id"]],
            "payment_method_id": self._method(raw, request.payment),
        }

    def _method(self, raw: Mapping[str, Any], said: str) -> str:
        """The customer's way to pay of that kind, rather the one that was used; raises Refused when there is none."""
        used = raw["payment_history"][0]["payment_method_id"]
        methods = [used, *self.database["users"][raw["user_id"]]["payment_methods"]]
        found = [one for one in methods if one.startswith(said)] if said != "original" else [used]
        if not found:
            raise Refused("payment")
        return str(found[0])


CALLS: Mapping[type[Request], Callable[[Tau, Any], Call]] = {
    requests.Cancel: Tau._cancelled,
    requests.Readdress: Tau._readdressed,
    requests.Move: Tau._moved,
    requests.Return: Tau._returned,
    requests.Exchange: Tau._exchanged,
}
