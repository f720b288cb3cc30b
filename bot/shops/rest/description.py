"""The settings that describe an order system: read strictly, and wrong ones named."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Literal

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import ConfigDict, Field, ValidationError, field_validator

from bot import requests
from bot.orders import OrderState
from bot.requests import Refusal, Request
from bot.shops.rest.templates import names
from configs.errors import ConfigurationError
from configs.settings import Section

OPERATIONS: Mapping[str, type[Request]] = {
    "cancel": requests.Cancel,
    "change": requests.Change,
    "readdress": requests.Readdress,
    "return": requests.Return,
    "exchange": requests.Exchange,
    "report": requests.Report,
    "protect_price": requests.ProtectPrice,
    "repair": requests.Repair,
    "invoice": requests.Invoice,
    "delete_account": requests.DeleteAccount,
    "checkout": requests.Checkout,
}
READING = {"order": {"number"}, "orders": {"customer"}}


class Operation(Section):
    """One call: what is asked, with {placeholders}, and where in the answer its results lie, as JMESPath.

    `found` is the order or the list of orders. An answer with one of `refused_codes` is a refusal, and `refused` is the word
    for why.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    path: str
    query: dict[str, str] | None = None
    body: dict[str, Any] | None = None
    found: str = "@"
    reference: str = ""
    amount: str = ""
    link: str = ""
    refused: str = ""
    refused_codes: list[int] = Field(default=[409, 422])

    @field_validator("found", "reference", "amount", "link", "refused")
    @classmethod
    def _is_path(cls, value: str) -> str:
        return _path(value)


class LineFields(Section):
    """Where the fields of an order's line lie in it, as JMESPath; `name` serves every language."""

    sku: str = "sku"
    quantity: str = "quantity"
    price: str = "price"
    name: str = ""

    @field_validator("*")
    @classmethod
    def _is_path(cls, value: str) -> str:
        return _path(value)


class OrderFields(Section):
    """Where the fields of an order lie in it, as JMESPath; what it does not have is left empty."""

    number: str
    customer: str
    state: str
    placed: str
    total: str
    lines: str
    line: LineFields = LineFields()
    expected: str = ""
    delivered: str = ""
    carrier: str = ""
    tracking: str = ""
    address: str = ""
    payment: str = ""
    currency: str = ""
    email: str = ""
    phone: str = ""
    refund_amount: str = ""
    refund_opened: str = ""
    refund_paid: str = ""

    @field_validator("*")
    @classmethod
    def _is_path(cls, value: Any) -> Any:
        return _path(value) if isinstance(value, str) else value


class Description(Section):
    """A whole order system."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    operations: dict[str, Operation]
    order: OrderFields
    states: dict[str, OrderState] = Field(min_length=1)
    refusals: dict[str, Refusal]


def described(**settings: Any) -> Description:
    """The description; raises ConfigurationError that names the key and says what is wrong with it."""
    try:
        description = Description.model_validate(settings)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(f"bot.shop: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    known = {**READING, **{name: {each.name for each in fields(kind)} for name, kind in OPERATIONS.items()}}
    if "order" not in description.operations:
        raise ConfigurationError("bot.shop: operations.order is missing; it says how one order is looked up")
    for name, operation in description.operations.items():
        if name not in known:
            raise ConfigurationError(f"bot.shop: there is no operation {name!r}; there are: {', '.join(sorted(known))}")
        _check(f"operations.{name}", operation, known[name])
    return description


def _check(where: str, operation: Operation, known: set[str]) -> None:
    for part in ("path", "query", "body"):
        try:
            unknown = sorted(names(getattr(operation, part)) - known)
        except ValueError as error:
            raise ConfigurationError(f"bot.shop: {where}.{part}: {error}; write {{{{ for a brace") from None
        if unknown:
            there = ", ".join(f"{{{name}}}" for name in sorted(known))
            raise ConfigurationError(f"bot.shop: {where}.{part}: nothing is known of {{{unknown[0]}}}; there is {there}")


def _path(value: str) -> str:
    compile_path: Callable[[str], object] = jmespath.compile
    try:
        if value:
            compile_path(value)
    except JMESPathError as error:
        raise ValueError(f"{value!r} is no JMESPath: {error}") from None
    return value
