"""The post office: an inbox and an outbox for all messengers of the shop, and who works on them."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from analytics.stores.opening import Stores
from bot.channels import Channel, Receive, Respond
from bot.channels._platform import Platform
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.worker import Worker
from bot.replies import Wording


class Post:
    """Messages of those of `channels` that are platforms; `observe(queue, outcome)` is told how every try ended."""

    def __init__(
        self,
        stores: Stores,
        channels: Sequence[Channel],
        respond: Respond,
        wording: Wording,
        observe: Callable[[str, str], None] = lambda queue, outcome: None,
    ) -> None:
        self._platforms = {channel.name: channel for channel in channels if isinstance(channel, Platform)}
        self._inbox = Inbox(stores.log, stores.inbox, self._platforms, respond, wording)
        self._outbox = Outbox(stores.log, stores.outbox, self._platforms)
        self._answering = Worker(stores.inbox, self._inbox.answer, stores.inbox.forget, partial(observe, "inbox"))
        self._delivering = Worker(stores.outbox, self._outbox.deliver, stores.outbox.finish, partial(observe, "outbox"))

    @property
    def receive(self) -> Receive:
        """Keeps messages, which are answered afterwards."""
        return self._inbox.receive

    async def run(self) -> None:
        """Answer and deliver until cancelled; without platforms there is nothing to do."""
        if not self._platforms:
            await asyncio.Event().wait()
        async with asyncio.TaskGroup() as all_of_them:
            for work in (self._outbox.follow(), self._answering.run(), self._delivering.run()):
                all_of_them.create_task(work)

    async def close(self) -> None:
        """Close the connections to platforms."""
        await self._outbox.close()
