"""Any order system with a REST interface, described in the settings."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.errors import ShopUnavailable, UnknownOrder
from bot.orders import Order
from bot.requests import OrderRequest, Receipt, Request
from bot.shops._receipts import digest
from bot.shops._remote import Found, RemoteShop, secret
from bot.shops._web import Web, content
from bot.shops._zones import zone_of
from bot.shops.rest.description import OPERATIONS, Description, Operation, described
from bot.shops.rest.fields import Paths, as_text, money, value_at
from bot.shops.rest.templates import filled, quoted

MISSING = (404, 410)


@dataclass(kw_only=True)
class Rest(RemoteShop):
    """A system at `url`, whose `header` holds the value of the environment variable `token_env` behind the word `scheme`.

    `operations` says how it is asked, `order` where the fields of an order lie in its answers, `states` what its words for an
    order's state mean here, `refusals` what its words for not doing something mean. With an `idempotency_header` whatever
    changes something is safe to repeat. Days are those of the time `zone`.
    """

    url: str
    operations: dict[str, Any]
    order_fields: dict[str, Any]
    states: dict[str, str]
    refusals: dict[str, str] = field(default_factory=dict)
    header: str = "Authorization"
    scheme: str = "Bearer"
    token_env: str = ""
    idempotency_header: str = ""
    currency: str = "USD"
    zone: str = "UTC"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._described: Description = described(
            operations=self.operations, order=self.order_fields, states=self.states, refusals=self.refusals
        )
        self._paths = Paths(self._described, self.currency, zone_of(self.zone))
        token = {self.header: f"{self.scheme} {secret(self.token_env)}".strip()} if self.token_env else {}
        self._web = Web(self.url, {"Accept": "application/json", **token}, self._patience)

    @property
    def serves(self) -> Collection[type[Request]]:
        """The requests for which an operation is described."""
        return [OPERATIONS[name] for name in self._described.operations if name in OPERATIONS]

    def close(self) -> None:
        """Let the connections and the database of receipts go."""
        self._web.close()
        super().close()

    def _look_up(self, number: str) -> Found:
        operation = self._described.operations["order"]
        answer = self._ask(operation, {"number": number})
        found = None if answer is None else value_at(operation.found, answer)
        if not isinstance(found, Mapping):
            raise UnknownOrder(f"the shop has no order {number}")
        return self._paths.found(found)

    def _orders(self, customer: str) -> tuple[Order, ...]:
        operation = self._described.operations.get("orders")
        answer = self._ask(operation, {"customer": customer}) if operation else None
        listed = None if operation is None or answer is None else value_at(operation.found, answer)
        return tuple(order for each in listed or () if (order := self._paths.found(each).order).customer == customer)

    def _do(self, request: Request, key: str, again: bool) -> Receipt:
        order = self.order(request.number) if isinstance(request, OrderRequest) else None
        name = next(name for name, kind in OPERATIONS.items() if kind is type(request))
        values = {**asdict(request), **({"number": order.number} if order else {})}
        operation = self._described.operations[name]
        code, answer = self._call(operation, values, key)
        if code in operation.refused_codes:
            word = as_text(value_at(operation.refused, answer)) if operation.refused else ""
            return Receipt(False, self._described.refusals.get(word, "state"), order=order)
        if code >= 400:
            raise ShopUnavailable(f"the shop's system at {self.url} answers {name} with {code}")
        return self._receipt(operation, answer, order)

    def _receipt(self, operation: Operation, answer: Any, order: Order | None) -> Receipt:
        amount = value_at(operation.amount, answer) if operation.amount else None
        return Receipt(
            True,
            reference=as_text(value_at(operation.reference, answer)) if operation.reference else "",
            amount=None if amount is None else money(amount, "amount"),
            link=as_text(value_at(operation.link, answer)) if operation.link else "",
            order=order,
        )

    def _ask(self, operation: Operation, values: Mapping[str, Any]) -> Any | None:
        """The answer of an operation that reads, None when there is no such thing."""
        code, answer = self._call(operation, values, "")
        if code in MISSING:
            return None
        if code >= 400:
            raise ShopUnavailable(f"the shop's system at {self.url} answers {operation.path} with {code}")
        return answer

    def _call(self, operation: Operation, values: Mapping[str, Any], key: str) -> tuple[int, Any]:
        header = {self.idempotency_header: digest(key)} if key and self.idempotency_header else {}
        body = {"json": filled(operation.body, values)} if operation.body is not None else {}
        query = {"params": filled(operation.query, values)} if operation.query else {}
        path = quoted(operation.path, values)
        answer = self._web.call(operation.method, path, safe=bool(header), headers=header, **query, **body)
        return answer.status_code, content(answer) if answer.content else None
