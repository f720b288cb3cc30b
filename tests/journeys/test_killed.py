"""The running service is killed at every step of a conversation, started again, and goes on where it was."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path

import httpx
import pytest

from analytics.events import ActionTaken
from analytics.stores.opening import open_stores
from bot.channels import Respond
from bot.messages import Message, Reply
from bot.shops.demo import Demo
from bot.testing.loading import load
from bot.testing.player import Stage, play
from bot.testing.script import Journey
from tests.conftest import SHOP, Furnish
from tests.journeys.mortal import Mortal

pytestmark = pytest.mark.anyio

LONGEST_TURN = 0.03
"""Seconds within which a turn is killed: about what one takes, so that some are killed early, some late, some afterwards."""

Killing = Callable[[Mortal], Respond]


def after_each_turn(service: Mortal) -> Respond:
    """Answers, and dies once the customer has the answer."""

    async def respond(message: Message) -> tuple[Reply, ...]:
        said = await service.say(message)
        await service.restart()
        return said

    return respond


def in_each_turn(service: Mortal) -> Respond:
    """Dies while it answers; the customer sends the same message again."""

    async def respond(message: Message) -> tuple[Reply, ...]:
        turn = asyncio.create_task(service.say(message))
        await asyncio.sleep(random.uniform(0, LONGEST_TURN))
        await service.restart()
        heard = (await asyncio.gather(turn, return_exceptions=True))[0]
        said = await service.say(message)
        assert heard == said or isinstance(heard, httpx.TransportError), f"the first answer was {heard}"
        return said

    return respond


@asynccontextmanager
async def on_stage(data: Path, database: str, killing: Killing) -> AsyncIterator[Stage]:
    """The service, killed as `killing` says."""
    url = database.replace("{data}", str(data))
    service = Mortal(data, url)
    try:
        await service.start()
        async with AsyncExitStack() as open_until_then:
            seen, shop = open_stores(url, read_only=True), Demo(f"sqlite:///{data / SHOP}")
            open_until_then.push_async_callback(seen.log.close)
            open_until_then.callback(shop.close)
            yield Stage(killing(service), "rest", seen, shop)
    finally:
        await service.kill()


def cancellations(data: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(data / SHOP)) as shop:
        return shop.execute("SELECT number, json_extract(receipt, '$.done') FROM shop_requests").fetchall()


async def survives(journey: Journey, killing: Killing, data: Path, database: str) -> None:
    """Play `journey` in a service that is killed; nothing of it is lost or doubled, and the order is cancelled once."""
    async with on_stage(data, database, killing) as stage:
        assert await play(journey, stage) == ()
        told = await stage.stores.log.read(f"rest:{journey.label}/1")
    assert [entry.position for entry in told] == list(range(1, len(told) + 1))
    actions = [entry.event.action for entry in told if isinstance(entry.event, ActionTaken)]
    assert actions.count("action_cancel_order") == 1
    assert cancellations(data) == [(number, 1) for number, state in journey.orders.items() if state == "cancelled"]


@pytest.mark.parametrize(
    ("database", "name"),
    [("sqlite", "cancels_an_order_after_tracking_it"), ("postgresql", "asks_something_else_in_the_middle_of_tracking")],
    indirect=["database"],
)
async def test_a_conversation_survives_the_death_of_the_service(
    database: str, name: str, furnish: Furnish, tmp_path: Path
) -> None:
    # Both at once, on a core each: nearly all of the time goes into starting again.
    async with asyncio.TaskGroup() as plays:
        for killing, language in ((after_each_turn, "en"), (in_each_turn, "zh")):
            journey = next(journey for journey in load(Path(__file__).parent) if journey.label == f"{name}.{language}")
            data = tmp_path / language
            data.mkdir()
            plays.create_task(survives(journey, killing, furnish(data), database))
