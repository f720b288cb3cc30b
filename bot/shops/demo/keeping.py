"""Keeps what was asked and what came of it, so that nothing happens twice."""

import hashlib
from dataclasses import asdict, replace

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, select

from bot.requests import Receipt, Request
from bot.shops.demo import reading
from bot.shops.demo.counter import Counter
from knowledge_base.demo.tables import requests

RECEIPT = TypeAdapter(Receipt)


def kept(connection: Connection, key: str) -> Receipt | None:
    """The receipt that was given under `key`, with the order as it is now."""
    query = select(requests.c.number, requests.c.receipt).where(requests.c.key == _digest(key))
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    receipt = RECEIPT.validate_python(row.receipt, strict=False)
    return replace(receipt, order=reading.order(connection, row.number)) if row.number else receipt


def keep(counter: Counter, request: Request, key: str, receipt: Receipt) -> None:
    """Keep a receipt without its order, which has a row of its own."""
    order, customer = receipt.order, getattr(request, "customer", "")
    row = {
        "key": _digest(key),
        "kind": type(request).__name__,
        "number": order.number if order else "",
        "customer": order.customer if order else customer if customer.isprintable() else "",
        "reference": receipt.reference or None,
        "asked": asdict(request),
        "receipt": RECEIPT.dump_python(replace(receipt, order=None), mode="json"),
        "at": counter.now,
    }
    counter.connection.execute(insert(requests).values(row))


def _digest(key: str) -> str:
    # Keys come from outside: their digest has one length and no character that a database refuses.
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
