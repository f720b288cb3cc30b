"""An order and its life as rows of the shop."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from knowledge_base.demo.baskets import Item
from knowledge_base.demo.lives import Life
from knowledge_base.demo.records import Delivery, Line, Order, Refund, Return, Row

CARRIERS = {"YT": "YunTong Express", "HL": "HarbourLine"}


@dataclass(frozen=True)
class Checkout:
    """What a customer ordered; the carrier follows from the first letters of `tracking`; `returned` are quantities by SKU."""

    number: str
    customer: str
    items: tuple[Item, ...]
    method: str
    payment: str
    coupon: str
    discount: Decimal
    shipping: Decimal
    tracking: str
    returned: Mapping[str, int]
    reason: str

    @property
    def total(self) -> Decimal:
        """What the customer pays."""
        return goods(self.items) - self.discount + self.shipping

    @property
    def refund(self) -> Decimal:
        """What the returned products are worth: their part of what was paid for all goods."""
        value = sum((item.price * self.returned.get(item.product.sku, 0) for item in self.items), Decimal(0))
        everything = goods(self.items)
        return (value * (everything - self.discount) / everything).quantize(Decimal("0.01"))


def goods(items: tuple[Item, ...]) -> Decimal:
    """The value of products without delivery and coupon."""
    return sum((item.price * item.quantity for item in items), Decimal(0))


def rows(checkout: Checkout, life: Life) -> Iterator[Row]:
    """The rows of an order as far as its life has come."""
    yield Order(
        number=checkout.number,
        customer=checkout.customer,
        state=life.state,
        placed_at=life.placed,
        paid_at=life.paid,
        packed_at=life.packed,
        cancelled_at=life.cancelled,
        expected=life.expected,
        method=checkout.method,
        payment=checkout.payment,
        coupon=checkout.coupon,
        discount=checkout.discount,
        shipping=checkout.shipping,
        total=checkout.total,
    )
    for item in checkout.items:
        yield Line(checkout.number, item.product.sku, item.quantity, item.product.price, item.price)
    if life.shipped is not None:
        yield Delivery(checkout.number, CARRIERS[checkout.tracking[:2]], checkout.tracking, life.shipped, life.delivered)
    yield from _afterwards(checkout, life)


def _afterwards(checkout: Checkout, life: Life) -> Iterator[Row]:
    """What a cancelled or returned order leaves behind."""
    if life.requested is not None:
        for sku, quantity in checkout.returned.items():
            yield Return(checkout.number, sku, quantity, checkout.reason, life.requested, life.received)
    if life.received is not None:
        yield Refund(checkout.number, checkout.refund, life.received, life.refunded)
    if life.cancelled is not None and life.paid is not None:
        yield Refund(checkout.number, checkout.total, life.cancelled, life.refunded)
