"""What a shop can be asked to do for a customer, and what it says to that."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.orders import Order

Refusal = Literal["", "state", "late", "sold_out", "nothing_due", "excluded", "product", "payment", "empty", "unsupported"]
"""Why a shop did not do it: the order's state, the time that has passed, stock, no difference to pay, goods that are not taken
back, a product that is not in the order or not in the catalogue, a way to pay that does not do, an order or basket with nothing
left in it, or because its system has no such thing."""


@dataclass(frozen=True)
class Request:
    """Something that changes what the shop keeps."""


@dataclass(frozen=True)
class OrderRequest(Request):
    """Something about one order, whose number is as the customer wrote it."""

    number: str


@dataclass(frozen=True)
class Cancel(OrderRequest):
    """Cancel an order that has not been shipped; `reason`, where the shop asks for one, is a choice of its own flow."""

    reason: str = ""


@dataclass(frozen=True)
class Change(OrderRequest):
    """Set how many of a product an order has: 0 takes it out, one that was not in it is added."""

    sku: str
    quantity: int


@dataclass(frozen=True)
class Readdress(OrderRequest):
    """Deliver an order somewhere else."""

    address: str


@dataclass(frozen=True)
class Return(OrderRequest):
    """Take a product of an order back and pay for it; `reason` is mind, faulty or wrong.

    `payment` is how, where the shop lets customers choose, else "": the way it was paid.
    """

    sku: str
    reason: str
    payment: str = ""


@dataclass(frozen=True)
class Exchange(OrderRequest):
    """Take a product of an order back and send another; `wanted` in the customer's words, or a SKU.

    `payment` is how a difference is paid, as with a return.
    """

    sku: str
    wanted: str
    payment: str = ""


@dataclass(frozen=True)
class Report(OrderRequest):
    """Something is wrong: `kind` is missing, wrong, damaged or payment; `remedy` is replacement, refund or check.

    `sku` is empty when it is the whole parcel or a payment; `words` are the customer's.
    """

    kind: str
    remedy: str
    sku: str = ""
    words: str = ""


@dataclass(frozen=True)
class ProtectPrice(OrderRequest):
    """Pay the difference to today's lower price of a product back."""

    sku: str


@dataclass(frozen=True)
class Repair(OrderRequest):
    """Take a product in for repair; `fault` in the customer's words."""

    sku: str
    fault: str


@dataclass(frozen=True)
class Invoice(OrderRequest):
    """Send an invoice made out to `title` (with a company's `tax_number`) to `email`."""

    title: str
    email: str
    tax_number: str = ""


@dataclass(frozen=True)
class Move(Request):
    """Keep another address with a customer's account; orders stay as they are."""

    customer: str
    address: str


@dataclass(frozen=True)
class DeleteAccount(Request):
    """Delete a customer's account and personal data."""

    customer: str


@dataclass(frozen=True)
class Checkout(Request):
    """Put a product in a basket of its own, to be paid behind a link."""

    sku: str
    quantity: int
    customer: str = ""


@dataclass(frozen=True)
class Receipt:
    """What came of a request.

    `done` is False when the shop refused, and `refusal` says why. `reference` is the number of a return, report, repair or
    invoice; `amount` is what is paid back; `link` is where the customer goes on to pay; `order` is the order as it is now.
    """

    done: bool
    refusal: Refusal = ""
    reference: str = ""
    amount: Decimal | None = None
    link: str = ""
    order: Order | None = None
