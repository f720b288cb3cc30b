"""Profiles follow the log: soon, once, and the same whenever they are made again."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy

from analytics import pipeline
from analytics.events import AnswerGiven, Event, FlowEnded, HandedOff, NotUnderstood, ReplySent, SlotFilled
from analytics.pipeline import Pipeline, learn
from analytics.profiler import Profiler
from analytics.stores import StoreUnavailable, log
from analytics.stores.opening import Stores, open_stores
from knowledge_base.products import Product
from knowledge_base.sales import Purchase

pytestmark = pytest.mark.anyio
Heard = Callable[..., tuple[Event, Event]]


class Killed(Exception):
    """The follower's process ended here."""


@pytest.fixture
async def stores(database_url: str, anyio_backend: str) -> AsyncIterator[Stores]:
    stores = open_stores(database_url)
    yield stores
    await stores.log.close()


@asynccontextmanager
async def running(stores: Stores, profiler: Profiler | None = None) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(Pipeline(stores.log, stores.profiles, profiler or Profiler()).run())
    yield task
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def eventually(condition: Callable[[], Awaitable[bool]]) -> float:
    """How many seconds it took until the condition held."""
    started = time.monotonic()
    while not await condition():
        assert time.monotonic() - started < 20
        await asyncio.sleep(0.02)
    return time.monotonic() - started


async def shown(stores: Stores, count: int) -> None:
    """Wait until the tail shows so many events; on PostgreSQL anybody's open transaction may delay it."""
    async with asyncio.timeout(20):
        async for _, batch in stores.log.tail():
            count -= len(batch)
            if count <= 0:
                break


async def followed(stores: Stores) -> bool:
    """Whether the profiles have caught up with the tail."""
    return (await stores.log.batch(await stores.profiles.cursor()))[1] == ()


def rows(url: str) -> list[Any]:
    """The profiles' table as it is."""
    engine = sqlalchemy.create_engine(url)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT customer, CAST(attributes AS TEXT) FROM profiles ORDER BY customer").all()
    engine.dispose()
    return [tuple(row) for row in found]


async def talk(stores: Stores, heard: Heard, conversations: int = 8, turns: int = 6) -> int:
    """Conversations of four customers side by side, with everything that a profile is made of; how many events that were."""
    endings: list[tuple[Event, ...]] = [
        (AnswerGiven(article_id="a"),),
        (NotUnderstood(),),
        (SlotFilled(slot="order_id", value="SK1"), FlowEnded(flow="track_order", outcome="done")),
        (SlotFilled(slot="order_id", value="SK2"), FlowEnded(flow="track_order", outcome="failed")),
        (HandedOff(reason="asked"),),
    ]

    async def one(number: int) -> int:
        draw, position = random.Random(number), 0
        for turn in range(turns):
            message = heard(
                f"conversation {number} turn {turn}",
                draw.choice(["greet", "warranty", "track_order"]),
                customer=f"customer {number % 4}",
                sentiment=(draw.choice(["negative", "neutral", "positive"]), round(draw.random(), 3)),
                entities=draw.choice([(), (("order_id", "SK3"),), (("product", "PHONE"),)]),
            )
            events = *message, *draw.choice(endings), ReplySent(reply_to="m", replies=())
            await stores.log.append(f"c{number}", position, events, "test", f"{number}/{turn}")
            position += len(events)
        return position

    return sum(await asyncio.gather(*map(one, range(conversations))))


async def test_a_profile_is_there_within_two_seconds_of_the_message(stores: Stores, heard: Heard) -> None:
    async with running(stores):
        await asyncio.sleep(0.3)
        await stores.log.append("c", 0, heard("我的订单呢", customer="ann", language="zh"))

        async def known() -> bool:
            profile = await stores.profiles.get("ann")
            return profile is not None and profile.value("language", datetime.now(UTC)) == "zh"

        assert await eventually(known) < 2


async def test_profiles_made_again_from_nothing_are_the_same_rows(
    stores: Stores,
    database_url: str,
    heard: Heard,
    products: tuple[Product, ...],
    buy: Callable[..., list[Purchase]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    profiler = learn(products, buy("customer 1", "PHONE", "CASE", days_before=10))
    async with running(stores, profiler):
        await shown(stores, await talk(stores, heard))
        await eventually(lambda: followed(stores))
    live = rows(database_url)
    assert [customer for customer, _ in live] == [f"customer {number}" for number in range(4)]
    monkeypatch.setattr(log, "BATCH", 7)
    await stores.profiles.clear()
    assert rows(database_url) == []
    await Pipeline(stores.log, stores.profiles, profiler).catch_up()
    assert rows(database_url) == live


async def test_a_follower_that_stops_anywhere_goes_on_without_a_difference(
    stores: Stores, database_url: str, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shown(stores, await talk(stores, heard, conversations=2))
    await Pipeline(stores.log, stores.profiles, Profiler()).catch_up()
    whole = rows(database_url)
    await stores.profiles.clear()
    monkeypatch.setattr(log, "BATCH", 3)
    save, kills, draw = stores.profiles.save, 0, random.Random(7)

    async def dies(*saved: Any) -> None:
        nonlocal kills
        moment = draw.choice(("before", "after", "never"))
        kills += moment != "never"
        if moment == "before":
            raise Killed
        await save(*saved)
        if moment == "after":
            raise Killed

    monkeypatch.setattr(stores.profiles, "save", dies)
    while (await stores.log.batch(await stores.profiles.cursor()))[1]:
        # Each follower knows nothing but the cursor.
        with suppress(Killed):
            await Pipeline(stores.log, stores.profiles, Profiler()).catch_up()
    assert kills > 3
    assert rows(database_url) == whole


async def test_catching_up_counts_events_and_reports_progress(
    stores: Stores, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "BATCH", 4)
    for number in range(5):
        await stores.log.append(f"c{number}", 0, heard())
    await shown(stores, 10)
    progress: list[int] = []
    assert await Pipeline(stores.log, stores.profiles, Profiler()).catch_up(progress.append) == 10
    assert progress == [4, 8, 10]
    assert await Pipeline(stores.log, stores.profiles, Profiler()).catch_up() == 0


async def test_events_before_any_message_and_messages_of_nobody_make_no_profile(
    stores: Stores, database_url: str, heard: Heard
) -> None:
    await stores.log.append("a", 0, [HandedOff(reason="an agent wrote first")])
    await stores.log.append("b", 0, heard(customer=""))
    await stores.log.append("c", 0, heard(customer="ann"))
    await shown(stores, 5)
    await Pipeline(stores.log, stores.profiles, Profiler()).catch_up()
    assert [customer for customer, _ in rows(database_url)] == ["ann"]


async def test_a_customer_who_signs_in_goes_on_under_the_new_name(stores: Stores, heard: Heard) -> None:
    await stores.log.append("c", 0, heard("eh", customer="visitor"))
    await stores.log.append("c", 2, heard("hello again", customer="ann"))
    await stores.log.append("c", 4, [NotUnderstood()])
    await shown(stores, 5)
    await Pipeline(stores.log, stores.profiles, Profiler()).catch_up()
    profiles = await stores.profiles.load(["visitor", "ann"])
    assert "unresolved" not in profiles["visitor"].attributes
    assert profiles["ann"].attributes["unresolved"].value[0]["question"] == "hello again"


async def test_a_follower_that_was_overtaken_does_not_take_an_old_message_for_the_last(stores: Stores, heard: Heard) -> None:
    slow, fast = (Pipeline(stores.log, stores.profiles, Profiler()) for _ in range(2))
    for position, events, follower in ((0, heard("one"), slow), (2, heard("two"), fast), (4, (NotUnderstood(),), slow)):
        await stores.log.append("c", position, events)
        await shown(stores, position + len(events))
        await follower.catch_up()
    profile = (await stores.profiles.load(["ann"]))["ann"]
    assert [question["question"] for question in profile.attributes["unresolved"].value] == ["two"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_several_followers_of_one_log_fold_each_event_once(
    stores: Stores, database_url: str, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "RETRY", 0.01)
    monkeypatch.setattr(pipeline, "PAUSE", 0.01)
    others = [open_stores(database_url) for _ in range(2)]
    async with AsyncExitStack() as stack:
        for each in (stores, *others):
            await stack.enter_async_context(running(each))
        await shown(stores, await talk(stores, heard))
        await eventually(lambda: followed(stores))
    live = rows(database_url)
    for other in others:
        await other.log.close()
    await stores.profiles.clear()
    await Pipeline(stores.log, stores.profiles, Profiler()).catch_up()
    assert rows(database_url) == live


async def test_a_database_that_goes_away_is_waited_for(stores: Stores, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "RETRY", 0.01)
    failing = [StoreUnavailable("the database is away")] * 3
    real = stores.profiles.cursor

    async def cursor() -> str:
        if failing:
            raise failing.pop()
        return await real()

    monkeypatch.setattr(stores.profiles, "cursor", cursor)
    await stores.log.append("c", 0, heard(customer="ann"))
    async with running(stores) as task:
        await eventually(lambda: _knows(stores, "ann"))
        assert failing == []
        assert not task.done()


async def _knows(stores: Stores, customer: str) -> bool:
    return bool(await stores.profiles.load([customer]))
