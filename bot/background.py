"""What runs beside the requests: who follows the log, the releases and the articles; and how healthy the parts are."""

import asyncio
import contextlib
from collections.abc import Sequence

from analytics.pipeline import Pipeline
from analytics.stores import StoreUnavailable
from analytics.stores.opening import Stores
from bot.anticipation import Anticipation
from bot.app import Fault
from bot.app.knowledge import Office
from bot.autopilot.measuring import Measuring
from bot.delivery.post import Post
from bot.execution.routed import Routed
from bot.handover.desk import Desk
from bot.releases.following import Following
from bot.releases.live import Live
from bot.releases.rebuilding import Rebuilding
from bot.shops import Shop

PROBE = "health"
FAULTS = {
    "profiles": "the log is no longer followed; profiles are as old as that",
    "model": "new releases are no longer noticed",
    "knowledge": "new editions of the articles are no longer noticed",
    "typing": "what is asked most is no longer counted, and new articles are not suggested",
    "handover": "the queue for people is no longer followed; nobody is assigned, and pages are not told",
    "messengers": "what messengers sent is kept but not answered, and replies are not delivered",
    "autopilot": "how often the assistant is right is no longer measured",
}
"""What it means when one of the tasks has ended, in their order."""


class Background:
    """Starts and stops what is not a request."""

    def __init__(
        self,
        stores: Stores,
        follower: Pipeline,
        live: Live,
        shop: Shop,
        articles: Following,
        rebuilding: Rebuilding,
        office: Office,
        typing: Anticipation,
        actions: Routed,
        desk: Desk,
        post: Post,
        measuring: Measuring | None = None,
    ) -> None:
        self._stores = stores
        self._shop = shop
        self._follower = follower
        self._live = live
        self._articles = articles
        self._rebuilding = rebuilding
        self._office = office
        self._typing = typing
        self._actions = actions
        self._desk = desk
        self._post = post
        self._measuring = measuring
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Follow the log into profiles and the queue, the release that serves, the live articles, and what is asked.

        Nobody is answered before those that are live now are searched, unless they cannot be read, nor before it is known where
        the assistant may act alone, if that is asked for.
        """
        await self._articles.attempt(self._live.serving)
        followed = self._articles.follow(lambda: self._live.serving, self._rebuilding.consider)
        followers = [
            self._follower.run(),
            self._live.follow(),
            followed,
            self._typing.follow(),
            self._desk.run(),
            self._post.run(),
        ]
        if self._measuring:
            await self._measuring.refresh()
            followers.append(self._measuring.follow())
        self._tasks = [asyncio.create_task(one) for one in followers]

    async def stop(self) -> None:
        """Stop following, finish what is being understood, and let the databases go."""
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self._rebuilding.close()
        await self._articles.close()
        await asyncio.to_thread(self._office.close)
        await self._live.close()
        await self._actions.close()
        await self._post.close()
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
        if problem := self._articles.problem or self._rebuilding.problem:
            problems["knowledge"] = f"{problem}; edition {self._live.serving.edition} is searched"
        return [Fault(part, problem) for part, problem in problems.items()]
