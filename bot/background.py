"""What runs beside the requests: the profiles' follower; and how healthy the parts are."""

import asyncio
import contextlib
from collections.abc import Sequence

from analytics.pipeline import Pipeline
from analytics.stores import StoreUnavailable
from analytics.stores.opening import Stores
from bot.app import Fault
from bot.shops import Shop
from nlu.batcher import Batcher

PROBE = "health"


class Background:
    """Starts and stops what is not a request."""

    def __init__(self, stores: Stores, follower: Pipeline, batcher: Batcher, shop: Shop) -> None:
        self._stores = stores
        self._shop = shop
        self._follower = follower
        self._batcher = batcher
        self._following: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Follow the log into profiles."""
        self._following = asyncio.create_task(self._follower.run())

    async def stop(self) -> None:
        """Stop following, finish what is being understood, and let the databases go."""
        if self._following is not None:
            self._following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._following
        await self._batcher.close()
        await self._stores.log.close()
        await asyncio.to_thread(self._shop.close)

    async def faults(self) -> Sequence[Fault]:
        """What does not work: the log is needed for every message, profiles are not."""
        try:
            await self._stores.log.read(PROBE)
        except StoreUnavailable as error:
            return [Fault("log", str(error), fatal=True)]
        if self._following is not None and self._following.done():
            return [Fault("profiles", "the log is no longer followed; profiles are as old as that")]
        return []
