"""A shop that echoes, over a real log, behind the HTTP side and with a post office."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx

from analytics.events import MessageReceived, Recorded, ReplySent
from analytics.stores.jobs import Job
from analytics.stores.opening import Stores, open_stores
from analytics.stores.reading import everything
from bot import replies
from bot.app import Service, create_app
from bot.channels import Respond
from bot.channels._platform import Platform
from bot.delivery.post import Post
from bot.dialogue import Dialogue, Parts
from bot.history import History
from bot.messages import QuickReply
from bot.policies import Decision, Policy, Situation
from bot.replies import Saying
from configs.settings import load
from tests.bot.handover.serving import NoActions, Table

COLOURS = (QuickReply("Red 红", "choose:red"), QuickReply("Blue 蓝", f"choose:{'b' * 200}"))


class Echo(Policy):
    """Says what was said; to "colours" it offers two."""

    def decide(self, situation: Situation) -> Decision:
        """Always something."""
        text = situation.clicked or situation.message.text
        buttons = COLOURS if text == "colours" else ()
        return Decision("it echoes", (Saying("article", {"text": f"You said: {text}"}, buttons),))


@dataclass
class Shop:
    """What a test looks at: the webhook's `client`, the stores, and the channel."""

    client: httpx.AsyncClient
    stores: Stores
    channel: Platform

    async def post(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """What the webhook answers."""
        return await self.client.post(f"/webhooks/{self.channel.name}/webhook", content=body, headers=headers)

    async def events(self) -> list[Recorded]:
        """The whole log."""
        return [recorded async for recorded in everything(self.stores.log)]

    async def turns(self) -> list[str]:
        """What was received, in order."""
        return [one.event.text for one in await self.events() if isinstance(one.event, MessageReceived)]

    async def buried(self) -> Job:
        """The first dead letter, once there is one; fails when that does not come."""
        deadline = time.monotonic() + 20
        while not (dead := [job for job in await self.stores.outbox.unfinished() if job.state == "dead"]):
            assert time.monotonic() < deadline, "nothing is dead"
            await asyncio.sleep(0.01)
        return dead[0]

    async def settled(self) -> None:
        """Wait until everything is answered and delivered; fails when that does not come."""
        deadline = time.monotonic() + 20
        while await self.stores.inbox.unfinished() or await self.stores.outbox.unfinished():
            assert time.monotonic() < deadline, "something is left"
            await asyncio.sleep(0.01)

    async def replies(self) -> int:
        """How many replies the log has."""
        return sum(isinstance(one.event, ReplySent) for one in await self.events())


@asynccontextmanager
async def open_shop(
    database: str, channel: Platform, respond: Callable[[Respond], Respond] = lambda inner: inner
) -> AsyncIterator[Shop]:
    """The shop while its post office works; when it is left it stops as abruptly as a crash."""
    stores = open_stores(database)
    dialogue = Dialogue(Parts(stores.log, stores.profiles, Table, [Echo()], NoActions(), replies.load()))
    post = Post(stores, [channel], respond(dialogue.respond), replies.load())
    service = service_of(stores, channel, post)
    await service.start()
    transport = httpx.ASGITransport(create_app(service))
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
            yield Shop(client, stores, channel)
    finally:
        await service.stop()


async def until(condition: Callable[[], Any], seconds: float = 20.0) -> None:
    """Wait for the condition; fails when it does not come true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.01)


def service_of(stores: Stores, channel: Platform, post: Post) -> Service:
    """The HTTP side of a shop with one channel; its lifespan works the post office."""
    working: list[asyncio.Task[None]] = []

    async def start() -> None:
        working.append(asyncio.create_task(post.run()))

    async def stop() -> None:
        working[0].cancel()
        with suppress(asyncio.CancelledError):
            await working[0]
        await post.close()
        await stores.log.close()

    async def nothing(*_: object) -> Any:
        raise NotImplementedError

    return Service(
        respond=nothing,
        parse=nothing,
        explain=nothing,
        history=History(stores.log).entries,
        ready=nothing,
        channels=[channel],
        limits=load().limits,
        start=start,
        stop=stop,
        receive=post.receive,
    )
