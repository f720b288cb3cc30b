"""Changes to orders that have not been shipped."""

from decimal import Decimal

from sqlalchemy import delete, insert, update

from bot.orders import Order
from bot.requests import Cancel, Change, Readdress, Receipt
from bot.shops.demo.counter import Counter, line_of
from knowledge_base.demo.tables import addresses, lines

CANCELLABLE = ("placed", "paid", "packed")
CHANGEABLE = ("placed", "paid")


def cancel(counter: Counter, request: Cancel) -> Receipt:
    """Cancel an order that has not been shipped, and open its refund when it was paid."""
    order = counter.order(request.number)
    if order.state not in CANCELLABLE:
        return Receipt(False, "state", order=order)
    counter.set_order(order.number, state="cancelled", cancelled_at=counter.now, expected=None)
    if order.state == "placed":
        return Receipt(True, order=order)
    counter.pay_back(order.number, order.total)
    return Receipt(True, amount=order.total, order=order)


def change(counter: Counter, request: Change) -> Receipt:
    """Set a product's quantity; what was paid too much goes back, and what is missing is paid behind a link."""
    order = counter.order(request.number)
    line, product = line_of(order, request.sku), counter.products.get(request.sku)
    had = line.quantity if line else 0
    if order.state not in CHANGEABLE:
        return Receipt(False, "state", order=order)
    if (product is None and request.quantity > had) or (line is None and request.quantity < 1):
        return Receipt(False, "product", order=order)
    if request.quantity < 1 and len(order.lines) == 1:
        return Receipt(False, "empty", order=order)
    if product is not None and request.quantity - had > product.stock:
        return Receipt(False, "sold_out", order=order)
    price = line.price if line else counter.products[request.sku].price
    _set_line(counter, order, request, price)
    return _settled(counter, order, price * (max(request.quantity, 0) - had))


def readdress(counter: Counter, request: Readdress) -> Receipt:
    """Deliver somewhere else."""
    order = counter.order(request.number)
    if order.state not in CHANGEABLE:
        return Receipt(False, "state", order=order)
    counter.connection.execute(delete(addresses).where(addresses.c.number == order.number))
    counter.connection.execute(insert(addresses).values(number=order.number, address=request.address))
    return Receipt(True, order=order)


def _set_line(counter: Counter, order: Order, request: Change, price: Decimal) -> None:
    its = (lines.c.number == order.number) & (lines.c.sku == request.sku)
    if request.quantity < 1:
        counter.connection.execute(delete(lines).where(its))
    elif line_of(order, request.sku):
        counter.connection.execute(update(lines).where(its).values(quantity=request.quantity))
    else:
        new = {"number": order.number, "sku": request.sku, "quantity": request.quantity, "list_price": price, "price": price}
        counter.connection.execute(insert(lines).values(new))


def _settled(counter: Counter, order: Order, difference: Decimal) -> Receipt:
    counter.set_order(order.number, total=order.total + difference)
    if order.state == "placed" or difference == 0:
        return Receipt(True, order=order)
    if difference > 0:
        return Receipt(True, link=f"/orders/{order.number}/pay", order=order)
    counter.pay_back(order.number, -difference)
    return Receipt(True, amount=-difference, order=order)
