"""Follows the log and keeps the profiles: each event is folded in exactly once, whichever process does it."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from analytics.events import MessageReceived, Recorded
from analytics.models import Suggester
from analytics.profiler import Profiler
from analytics.profiles import Profile
from analytics.stores import Conflict, EventLog, ProfileStore, StoreUnavailable
from configs import plugins
from knowledge_base.products import Product
from knowledge_base.sales import Purchase

PAUSE = 0.25
"""Seconds between two saves, so that many turns share one; a profile is at most that much older than its last message."""

RETRY = 1.0
"""Seconds until the next try when the database was away or another process was faster."""

REMEMBERED = 10_000
"""Conversations whose last message is in memory."""

SUGGESTER: Mapping[str, Any] = {"name": "copurchase"}
"""The model that suggests products, unless another is asked for."""

logger = logging.getLogger(__name__)


def learn(products: Sequence[Product], purchases: Iterable[Purchase], suggester: Mapping[str, Any] = SUGGESTER) -> Profiler:
    """The rules for a shop with these products, with the model that the entry `suggester` names fitted to its purchases.

    Raises ConfigurationError for an entry that names no model of `analytics.models`.
    """
    model = plugins.build(Suggester, "analytics.models", suggester)
    return Profiler({product.sku: product for product in products}, model.fit(purchases, products))


class Pipeline:
    """One follower of `log`; several processes may have one each, and what one has saved the others do not repeat."""

    def __init__(self, log: EventLog, profiles: ProfileStore, profiler: Profiler) -> None:
        self._log, self._profiles, self._profiler = log, profiles, profiler
        self._messages: OrderedDict[str, Recorded] = OrderedDict()

    async def run(self) -> None:
        """Follow the log until cancelled; a database that goes away is waited for."""
        while True:
            try:
                await self.catch_up()
                await self._follow()
            except Conflict:
                await asyncio.sleep(RETRY)
            except StoreUnavailable as error:
                logger.warning("profiles wait: %s", error)
                await asyncio.sleep(RETRY)

    async def catch_up(self, progress: Callable[[int], None] = lambda events: None) -> int:
        """Fold in what the log has by now and return how many events that were; `progress` is told the number so far.

        What another process saves meanwhile is not repeated. Raises StoreUnavailable.
        """
        cursor, done = await self._start(), 0
        while True:
            reached, recorded = await self._log.batch(cursor)
            if not recorded:
                return done
            try:
                await self._fold(recorded, reached, cursor)
            except Conflict:
                cursor = await self._start()
            else:
                cursor, done = reached, done + len(recorded)
                progress(done)

    async def _follow(self) -> None:
        cursor = await self._start()
        async for reached, recorded in self._log.tail(cursor):
            await self._fold(recorded, reached, cursor)
            cursor = reached
            await asyncio.sleep(PAUSE)

    async def _start(self) -> str:
        """The cursor to go on from; what was remembered of the log may belong to another place in it."""
        self._messages.clear()
        return await self._profiles.cursor()

    async def _fold(self, recorded: Sequence[Recorded], reached: str, expected: str) -> None:
        spoken = [(entry, await self._message(entry)) for entry in recorded]
        pairs = [(entry, message, customer) for entry, message in spoken if message and (customer := _customer(message))]
        stored = await self._profiles.load({customer for _, _, customer in pairs})
        changed: dict[str, Profile] = {}
        for entry, message, customer in pairs:
            profile = changed.get(customer) or stored.get(customer) or Profile(customer=customer)
            changed[customer] = self._profiler.update(profile, entry, message)
            await asyncio.sleep(0)  # turns go first
        await self._profiles.save(tuple(changed.values()), reached, expected)

    async def _message(self, entry: Recorded) -> Recorded | None:
        """The last message of the event's conversation up to the event, None when nobody has written yet."""
        if isinstance(entry.event, MessageReceived):
            self._remember(entry)
        elif entry.conversation not in self._messages:
            for earlier in await self._log.read(entry.conversation):
                if isinstance(earlier.event, MessageReceived) and earlier.position <= entry.position:
                    self._remember(earlier)
        return self._messages.get(entry.conversation)

    def _remember(self, message: Recorded) -> None:
        self._messages[message.conversation] = message
        self._messages.move_to_end(message.conversation)
        if len(self._messages) > REMEMBERED:
            self._messages.popitem(last=False)


def _customer(message: Recorded) -> str:
    return message.event.customer if isinstance(message.event, MessageReceived) else ""
