"""The demo shop's orders, in the database that `knowledge_base.demo.database` prepares."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import ShopUnavailable
from bot.orders import Order
from bot.requests import Receipt, Request
from bot.shops import Shop
from bot.shops.demo import accounts, keeping, reading
from bot.shops.demo.counter import Counter
from bot.shops.demo.performing import DOES, perform
from knowledge_base.demo.database import DEFAULT, connect, writing
from knowledge_base.pipeline import load_products
from knowledge_base.products import Product


@dataclass
class Demo(Shop):
    """Orders in the demo shop's `database`; a query that takes longer than `seconds` is given up as ShopUnavailable."""

    database: str = DEFAULT
    seconds: float = 3.0

    def __post_init__(self) -> None:
        self._engine = connect(self.database, self.seconds)

    @property
    def serves(self) -> Collection[type[Request]]:
        """Everything."""
        return DOES.keys()

    def order(self, number: str) -> Order:
        """The order of that number, written as customers do: sk 1048213, #SK1048213 or 1048213."""
        with self._reading() as connection:
            return reading.order(connection, number)

    def orders(self, customer: str) -> tuple[Order, ...]:
        """A customer's orders, latest first."""
        with self._reading() as connection:
            return reading.latest(connection, customer)

    def owns(self, number: str, contact: str) -> str:
        """The order's customer, when the e-mail address or phone number is theirs."""
        with self._reading() as connection:
            return accounts.owner(connection, number, contact)

    def perform(self, request: Request, key: str) -> Receipt:
        """Do what is asked and keep the receipt, in one transaction."""
        try:
            with _reachable(), writing(self._engine) as connection:
                return perform(Counter(connection, self._products, datetime.now(UTC)), request, key)
        except IntegrityError:
            # The key is unique: somebody did it at this moment, so this transaction was undone as a whole.
            with self._reading() as connection:
                receipt = keeping.kept(connection, key)
            if receipt is None:
                raise
            return receipt

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _reachable(), self._engine.connect() as connection, connection.begin():
            yield connection

    @cached_property
    def _products(self) -> dict[str, Product]:
        return {product.sku: product for product in load_products()}


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, PoolTimeout) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise ShopUnavailable(f"the shop's database does not answer: {reason}") from error
