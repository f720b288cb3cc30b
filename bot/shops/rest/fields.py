"""Reads an order out of JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import jmespath

from bot.errors import ShopUnavailable
from bot.orders import LANGUAGES, Order, OrderLine, OrderState, Refund
from bot.shops._remote import Found
from bot.shops.rest.description import Description

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Paths:
    """Where everything lies, the currency where an order names none, and the zone of days."""

    description: Description
    currency: str
    zone: ZoneInfo

    def found(self, raw: Mapping[str, Any]) -> Found:
        """The order; raises ShopUnavailable that names the field which is not what it should be."""
        paths = self.description.order
        order = Order(
            number=self._text("number", raw),
            customer=self._text("customer", raw),
            state=self._state(raw),
            placed=self._needed_day(raw),
            expected=self._day("expected", raw),
            delivered=self._day("delivered", raw),
            carrier=self._text("carrier", raw),
            tracking=self._text("tracking", raw),
            total=money(value_at(paths.total, raw), "total"),
            lines=tuple(self._line(line) for line in value_at(paths.lines, raw) or ()),
            address=self._text("address", raw),
            payment=self._text("payment", raw),
            refund=self._refund(raw),
            currency=self._text("currency", raw) or self.currency,
        )
        return Found(order, self._text("email", raw), self._text("phone", raw), raw)

    def _value(self, name: str, raw: Any) -> Any:
        path = getattr(self.description.order, name)
        return value_at(path, raw) if path else None

    def _text(self, name: str, raw: Any) -> str:
        return as_text(self._value(name, raw))

    def _state(self, raw: Any) -> OrderState:
        word = self._text("state", raw)
        if word not in self.description.states:
            raise ShopUnavailable(f"an order's state is {word!r}; say in bot.shop.states what that means")
        return self.description.states[word]

    def _day(self, name: str, raw: Any) -> date | None:
        text = self._text(name, raw)
        return day(text, name, self.zone) if text else None

    def _needed_day(self, raw: Any) -> date:
        return day(self._text("placed", raw), "placed", self.zone)

    def _line(self, raw: Any) -> OrderLine:
        paths = self.description.order.line
        name = as_text(value_at(paths.name, raw)) if paths.name else ""
        return OrderLine(
            sku=as_text(value_at(paths.sku, raw)),
            quantity=int(money(value_at(paths.quantity, raw), "quantity")),
            price=money(value_at(paths.price, raw), "price"),
            names=tuple((language, name) for language in LANGUAGES if name),
        )

    def _refund(self, raw: Any) -> Refund | None:
        amount, opened = self._value("refund_amount", raw), self._day("refund_opened", raw)
        if amount is None or opened is None:
            return None
        return Refund(money(amount, "refund_amount"), opened, self._day("refund_paid", raw))


def value_at(path: str, raw: Any) -> Any:
    """What lies at the JMESPath `path`, None for nothing."""
    return jmespath.search(path, raw)


def as_text(value: Any) -> str:
    """A value as text, nothing as the empty one, several in a row."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(as_text, value)))
    return "" if value is None else str(value)


def money(value: Any, name: str) -> Decimal:
    """An amount with two digits; raises ShopUnavailable when it is none."""
    try:
        return Decimal(str(value)).quantize(CENT)
    except InvalidOperation:
        raise ShopUnavailable(f"the {name} of an order is {value!r}, which is no number") from None


def day(text: str, name: str, zone: ZoneInfo) -> date:
    """The day of a date or of a moment, there; raises ShopUnavailable when it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ShopUnavailable(f"{name} of an order is {text!r}, which is no date") from None
    return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
