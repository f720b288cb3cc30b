"""Where a customer is when the chat opens: the page, the cart, the order."""

from dataclasses import dataclass
from itertools import chain
from typing import Literal, get_args

Page = Literal["home", "product", "cart", "checkout", "order", "account", "help"]
Cart = Literal["empty", "filled"]
OrderState = Literal["placed", "paid", "packed", "shipped", "late", "delivered", "cancelled", "returned", "refunded"]

KINDS = {"page": get_args(Page), "cart": get_args(Cart), "order": get_args(OrderState)}
PARTS = frozenset(chain.from_iterable([f"{kind}:{value}" for value in values] for kind, values in KINDS.items()))
"""All that can be known of a context, as the log keeps it: "page:cart", "order:late"."""


@dataclass(frozen=True)
class Context:
    """A customer's context; what is not known is empty. `order` is the state of the order that they last spoke of."""

    language: str
    page: Page | Literal[""] = ""
    cart: Cart | Literal[""] = ""
    order: OrderState | Literal[""] = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What is known, each of PARTS."""
        known = (("page", self.page), ("cart", self.cart), ("order", self.order))
        return tuple(f"{kind}:{value}" for kind, value in known if value)
