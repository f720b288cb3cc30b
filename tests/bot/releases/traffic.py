"""Customers who write to a running shop while something is done to it, and waiting for what is to come of that."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import httpx

Found = TypeVar("Found")
PATIENCE = 300.0  # seconds


@dataclass
class Customers:
    """Who write one of the `texts` after another, each in a conversation of its own, until they are told to stop.

    `asked` and `answers` are by sender: when somebody wrote, by the monotonic clock, and what came back.
    """

    address: str
    texts: Sequence[str]
    pause: float
    stopped: bool = False
    asked: dict[str, float] = field(default_factory=dict)
    answers: dict[str, httpx.Response] = field(default_factory=dict)

    async def write(self, name: int) -> None:
        """Write as the customer of that number."""
        async with httpx.AsyncClient(base_url=f"http://{self.address}", timeout=PATIENCE) as client:
            for number, text in enumerate(itertools.cycle(self.texts)):
                if self.stopped:
                    return
                sender = f"{name}-{number}"
                self.asked[sender] = time.monotonic()
                self.answers[sender] = await client.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
                await asyncio.sleep(self.pause)


@asynccontextmanager
async def traffic(address: str, texts: Sequence[str], count: int = 3, pause: float = 0.02) -> AsyncIterator[Customers]:
    """So many customers write while this lasts; `pause` is in seconds, from an answer to the next message."""
    customers = Customers(address, texts, pause)
    async with asyncio.TaskGroup() as group:
        for name in range(count):
            group.create_task(customers.write(name))
        yield customers
        customers.stopped = True


async def eventually(look: Callable[[], Awaitable[Found]]) -> Found:
    """The first thing that `look` finds."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if found := await look():
                return found
            await asyncio.sleep(0.02)


async def told(client: httpx.AsyncClient, part: str) -> list[str]:
    """What readiness says of that part of the service."""
    problems = (await client.get("/health/ready")).raise_for_status().json()["problems"]
    return [problem["problem"] for problem in problems if problem["part"] == part]
