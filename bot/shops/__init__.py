"""Shop backends: where orders live."""

from abc import ABC, abstractmethod
from collections.abc import Collection

from bot.orders import Order
from bot.requests import Receipt, Request


class Shop(ABC):
    """The shop's order system; its dataclass fields are its settings.

    Methods block, so callers run them in a thread; each may also raise bot.errors.ShopUnavailable.
    """

    @property
    @abstractmethod
    def serves(self) -> Collection[type[Request]]:
        """What the system can do; anything else is refused as unsupported, and a person takes over."""

    @abstractmethod
    def order(self, number: str) -> Order:
        """The order of that number, as customers write it; raises bot.errors.UnknownOrder."""

    @abstractmethod
    def orders(self, customer: str) -> tuple[Order, ...]:
        """A customer's orders, latest first, twenty at most; none for somebody unknown."""

    @abstractmethod
    def owns(self, number: str, contact: str) -> str:
        """The customer of an order when `contact`, an e-mail address or a phone number, is theirs, else "".

        Capitals, spaces and the calling code's form do not matter. An unknown order is nobody's.
        """

    @abstractmethod
    def perform(self, request: Request, key: str) -> Receipt:
        """Do what is asked, or say why not.

        With the same `key` again nothing more happens and the receipt is the same. The caller has checked the shop's policy
        and who asks; the shop has the last word. Raises bot.errors.UnknownOrder.
        """

    @abstractmethod
    def close(self) -> None:
        """Let the order system go; nothing is asked of it afterwards."""
