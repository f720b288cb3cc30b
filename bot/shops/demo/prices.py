"""Today's prices, what is paid back when they fell, and baskets."""

from decimal import Decimal

from sqlalchemy import func, select, update

from bot.requests import Checkout, ProtectPrice, Receipt
from bot.shops.demo.cases import reference
from bot.shops.demo.counter import Counter, line_of
from knowledge_base.demo.campaigns import ZONE
from knowledge_base.demo.tables import lines, offers

PAID = ("paid", "packed", "shipped", "delivered")


def protect_price(counter: Counter, request: ProtectPrice) -> Receipt:
    """Pay back what a product costs less today; from then on it counts as bought at that price."""
    order = counter.order(request.number)
    line = line_of(order, request.sku)
    if line is None or request.sku not in counter.products:
        return Receipt(False, "product", order=order)
    if order.state not in PAID:
        return Receipt(False, "state", order=order)
    price = _price(counter, request.sku)
    if price >= line.price:
        return Receipt(False, "nothing_due", order=order)
    due = (line.price - price) * line.quantity
    its = (lines.c.number == order.number) & (lines.c.sku == request.sku)
    counter.connection.execute(update(lines).where(its).values(price=price))
    counter.set_order(order.number, total=order.total - due)
    counter.pay_back(order.number, due)
    return Receipt(True, amount=due, order=order)


def check_out(counter: Counter, request: Checkout) -> Receipt:
    """Put a product aside behind a link."""
    product = counter.products.get(request.sku)
    if product is None:
        return Receipt(False, "product")
    if request.quantity < 1:
        return Receipt(False, "empty")
    if request.quantity > product.stock:
        return Receipt(False, "sold_out")
    basket = reference("BK")
    return Receipt(True, reference=basket, link=f"/basket/{basket}")


def _price(counter: Counter, sku: str) -> Decimal:
    """What one costs today, with the lowest offer that runs."""
    today = counter.now.astimezone(ZONE).date()
    running = select(func.min(offers.c.price)).where(offers.c.sku == sku, offers.c.starts <= today, offers.c.ends >= today)
    price, offer = counter.products[sku].price, counter.connection.scalar(running)
    return price if offer is None else min(price, offer)
