"""Requests that people of the shop go on with: each gets a reference number."""

import secrets

from sqlalchemy import insert, select

from bot.orders import Order
from bot.requests import Exchange, Invoice, Receipt, Repair, Report, Return
from bot.shops.demo.counter import Counter, line_of
from knowledge_base.demo.tables import returns

ARRIVED = ("delivered", "returned")
SENT = ("shipped", *ARRIVED)
REASONS = {"mind": "changed_mind", "faulty": "faulty", "wrong": "wrong_item"}


def take_back(counter: Counter, request: Return) -> Receipt:
    """Announce a return; its refund is opened when the goods arrive."""
    return _announced(counter, counter.order(request.number), request.sku, REASONS.get(request.reason, request.reason))


def exchange(counter: Counter, request: Exchange) -> Receipt:
    """Announce a return for which another product is sent."""
    order, wanted = counter.order(request.number), counter.products.get(request.wanted)
    if wanted is not None and wanted.stock == 0:
        return Receipt(False, "sold_out", order=order)
    return _announced(counter, order, request.sku, "exchange")


def report(counter: Counter, request: Report) -> Receipt:
    """Take a complaint up: of goods once they were sent, of a payment always."""
    order = counter.order(request.number)
    if request.kind != "payment" and order.state not in SENT:
        return Receipt(False, "state", order=order)
    if request.sku and line_of(order, request.sku) is None:
        return Receipt(False, "product", order=order)
    return Receipt(True, reference=reference("RP"), order=order)


def repair(counter: Counter, request: Repair) -> Receipt:
    """Announce a repair of something that was delivered."""
    order = counter.order(request.number)
    if line_of(order, request.sku) is None:
        return Receipt(False, "product", order=order)
    if order.state not in ARRIVED:
        return Receipt(False, "state", order=order)
    return Receipt(True, reference=reference("RR"), order=order)


def invoice(counter: Counter, request: Invoice) -> Receipt:
    """Take an invoice down for an order that was paid and not cancelled."""
    order = counter.order(request.number)
    if order.state in ("placed", "cancelled"):
        return Receipt(False, "state", order=order)
    return Receipt(True, reference=reference("IN"), order=order)


def _announced(counter: Counter, order: Order, sku: str, reason: str) -> Receipt:
    line = line_of(order, sku)
    if line is None:
        return Receipt(False, "product", order=order)
    if order.state not in ARRIVED or _is_on_its_way(counter, order, sku):
        return Receipt(False, "state", order=order)
    back = {"number": order.number, "sku": sku, "quantity": line.quantity, "reason": reason, "requested_at": counter.now}
    counter.connection.execute(insert(returns).values(back))
    return Receipt(True, reference=reference("RM"), order=order)


def _is_on_its_way(counter: Counter, order: Order, sku: str) -> bool:
    announced = select(returns.c.sku).where(returns.c.number == order.number, returns.c.sku == sku)
    return counter.connection.scalar(announced) is not None


def reference(letters: str) -> str:
    """Two letters and eight digits that do not follow from one another."""
    return f"{letters}{secrets.randbelow(90_000_000) + 10_000_000}"
