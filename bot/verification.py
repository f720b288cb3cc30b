"""Proves that somebody is the customer of an order, with a limit on guessing."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from analytics.stores.attempts import Limit, SqlAttempts
from bot.errors import ShopUnavailable, UnknownOrder
from bot.shops import Shop

LIMIT = Limit(most=3, window=timedelta(minutes=30))


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Verifier:
    """Compares a contact with an order's customer; what the contact was is kept nowhere.

    Failures count for the order, whoever fails, and for the sender, at whatever orders. An attempt is counted before it is
    made, so that many at once are no way around the limit.
    """

    shop: Shop
    attempts: SqlAttempts
    now: Callable[[], datetime] = _now

    async def verify(self, number: str, contact: str, sender: str) -> str:
        """The customer of the order when `contact` is their e-mail address or phone number, else "".

        Raises analytics.stores.Closed when LIMIT was reached, with the time until which it is, ShopUnavailable, or
        analytics.stores.StoreUnavailable.
        """
        number = await asyncio.to_thread(self._number, number)
        begun = await self.attempts.begin(list(_subjects(number, sender)), LIMIT, self.now())
        try:
            customer = await asyncio.to_thread(self.shop.owns, number, contact) if number else ""
        except ShopUnavailable:
            await self.attempts.withdraw(begun)
            raise
        if customer:
            await self.attempts.withdraw(begun)
        return customer

    def _number(self, number: str) -> str:
        """The number as the shop writes it, so that each order is counted once, however it is written; "" for none."""
        with suppress(UnknownOrder):
            return self.shop.order(number).number
        return ""


def _subjects(number: str, sender: str) -> Iterator[str]:
    yield f"sender {sender}"
    if number:
        yield f"order {number}"
