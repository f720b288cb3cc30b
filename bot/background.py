"""What runs beside the requests: who follows the log and who follows the releases; and how healthy the parts are."""

import asyncio
import contextlib
from collections.abc import Sequence

from analytics.pipeline import Pipeline
from analytics.stores import StoreUnavailable
from analytics.stores.opening import Stores
from bot.anticipation import Anticipation
from bot.app import Fault
from bot.releases.live import Live
from bot.shops import Shop

PROBE = "health"
FAULTS = {
    "profiles": "the log is no longer followed; profiles are as old as that",
    "model": "new releases are no longer noticed",
    "typing": "what is asked most is no longer counted, and new articles are not suggested",
}
"""What it means when one of the tasks has ended, in their order."""


class Background:
    """Starts and stops what is not a request."""

    def __init__(self, stores: Stores, follower: Pipeline, live: Live, shop: Shop, typing: Anticipation) -> None:
        self._stores = stores
        self._shop = shop
        self._follower = follower
        self._live = live
        self._typing = typing
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Follow the log into profiles, the pointer to the release that serves, and what is asked of its articles."""
        followers = (self._follower.run(), self._live.follow(), self._typing.follow())
        self._tasks = [asyncio.create_task(follower) for follower in followers]

    async def stop(self) -> None:
        """Stop following, finish what is being understood, and let the databases go."""
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self._live.close()
        await self._stores.log.close()
        await asyncio.to_thread(self._shop.close)

    async def faults(self) -> Sequence[Fault]:
        """What does not work: the log is needed for every message, profiles and a newer release are not."""
        try:
            await self._stores.log.read(PROBE)
        except StoreUnavailable as error:
            return [Fault("log", str(error), fatal=True)]
        problems = {part: FAULTS[part] for part, task in zip(FAULTS, self._tasks, strict=False) if task.done()}
        if self._live.refusal:
            problems["model"] = f"{self._live.refusal}; {self._live.serving.version} serves on"
        return [Fault(part, problem) for part, problem in problems.items()]
