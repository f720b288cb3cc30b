"""Nothing is lost and nothing doubled between a platform and the log."""

import asyncio
import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from analytics.events import AgentReplied
from bot.channels import Respond
from bot.channels.telegram import Telegram
from bot.delivery import outbox, worker
from bot.messages import Message, Reply
from tests.channels.fakes import HANG, RESET, Fake, Fault
from tests.channels.shop import Shop, open_shop, until
from tests.channels.test_telegram import HEADERS, texts, update

pytestmark = pytest.mark.anyio


async def send(shop: Shop, number: int, text: str) -> int:
    return (await shop.post(json.dumps(update(number, text=text)).encode(), HEADERS)).status_code


async def test_redelivered_events_are_answered_once(database_url: str, platform: Fake) -> None:
    events = [number for number in range(1, 31) for _ in range(random.Random(1).randint(1, 5))]
    random.Random(2).shuffle(events)
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        assert set(await asyncio.gather(*(send(shop, number, f"m{number}") for number in events))) == {200}
        await until(lambda: len(platform.took) >= 30)
        assert await send(shop, 30, "m30") == 200
        assert await send(shop, 31, "last") == 200
        await until(lambda: len(platform.took) >= 31)
        assert sorted(texts(platform.took)) == sorted(f"You said: {text}" for text in await shop.turns())
        assert len(platform.took) == await shop.replies() == 31


@pytest.mark.parametrize(
    "fault",
    [Fault(500), Fault(429, {"parameters": {"retry_after": 0.05}}), Fault(503, headers={"Retry-After": "0"}), Fault(RESET)],
)
async def test_a_platform_that_fails_gets_it_later_and_in_order(database_url: str, platform: Fake, fault: Fault) -> None:
    platform.faults += [fault] * 3
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        for number, text in enumerate(("one", "two", "three"), 1):
            await send(shop, number, text)
        await until(lambda: len(platform.took) == 3)
        assert texts(platform.took) == ["You said: one", "You said: two", "You said: three"]
        assert len(platform.asked) == 6


async def test_a_platform_that_hangs_holds_nobody_else_up(
    database_url: str, platform: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "SECONDS", 0.5)
    platform.faults.append(Fault(HANG))
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        await send(shop, 1, "first")
        await until(lambda: platform.asked)
        other = update(2, text="other")
        other["message"]["chat"] = {"id": 6}
        await shop.post(json.dumps(other).encode(), HEADERS)
        await until(lambda: len(platform.took) == 2)
        assert texts(platform.took) == ["You said: other", "You said: first"]


async def test_what_is_refused_for_good_is_a_dead_letter_that_can_be_tried_again(database_url: str, platform: Fake) -> None:
    platform.faults.append(Fault(403, {"description": "bot was blocked by the user"}))
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        await send(shop, 1, "first")
        await send(shop, 2, "second")
        await until(lambda: platform.took)
        assert texts(platform.took) == ["You said: second"]
        letter, *_ = await shop.stores.outbox.unfinished()
        assert (letter.state, letter.lane) == ("dead", "telegram:5")
        assert "blocked by the user" in letter.error
        assert await shop.stores.outbox.revive([letter.id], datetime.now(UTC)) == 1
        await until(lambda: len(platform.took) == 2)
        assert texts(platform.took)[1] == "You said: first"


async def test_after_so_many_tries_a_letter_is_dead(database_url: str, platform: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "TRIES", 3)
    platform.faults += [Fault(500)] * 3
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        await send(shop, 1, "first")
        await send(shop, 2, "second")
        await until(lambda: platform.took)
        assert (await shop.stores.outbox.unfinished())[0].state == "dead"


async def test_a_message_is_taken_at_once_and_answered_when_there_is_time(database_url: str, platform: Fake) -> None:
    release = asyncio.Event()

    def slow(inner: Respond) -> Respond:
        async def respond(message: Message) -> tuple[Reply, ...]:
            await release.wait()
            return await inner(message)

        return respond

    async with open_shop(database_url, Telegram(api=platform.url), slow) as shop:
        assert await send(shop, 1, "hello") == 200
        assert platform.asked == []
        release.set()
        await until(lambda: platform.took)


async def test_a_crash_loses_nothing(database_url: str, platform: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "LEASE", timedelta(seconds=3))
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=3))
    channel = Telegram(api=platform.url)

    def stuck(inner: Respond) -> Respond:
        async def respond(message: Message) -> tuple[Reply, ...]:
            if message.text == "second":
                await asyncio.Event().wait()
            return await inner(message)

        return respond

    platform.faults.append(Fault(HANG))
    async with open_shop(database_url, channel, stuck) as shop:
        await send(shop, 1, "first")
        await until(lambda: platform.asked)  # its delivery hangs
        await send(shop, 2, "second")  # its turn hangs
    async with open_shop(database_url, channel) as shop:
        await send(shop, 2, "second")
        await until(lambda: len(platform.took) >= 2)
        await send(shop, 3, "third")
        await until(lambda: len(platform.took) >= 3)
        assert texts(platform.took) == ["You said: first", "You said: second", "You said: third"]
        await shop.settled()


async def test_what_a_person_replies_goes_out_too(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        await send(shop, 1, "hello")
        await until(lambda: platform.took)
        position = (await shop.stores.log.read("telegram:5"))[-1].position
        await shop.stores.log.append("telegram:5", position, [AgentReplied(agent="林梅", text="我来帮您。")])
        await until(lambda: len(platform.took) == 2)
        assert texts(platform.took)[1] == "我来帮您。"


async def test_other_channels_are_not_delivered(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        await shop.stores.log.append("rest:5", 0, [AgentReplied(agent="anna", text="hello")])
        await send(shop, 1, "hello")
        await until(lambda: platform.took)
        assert texts(platform.asked) == ["You said: hello"]


async def test_while_the_database_is_away_the_platform_is_told_to_come_back(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        await shop.stores.log.close()
        assert await send(shop, 1, "hello") == 503


def test_pauses_double_with_chance_and_are_never_shorter_than_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "FIRST", 1.0)
    for attempts, usual in ((1, 1), (2, 2), (5, 16), (30, worker.LONGEST)):
        assert usual / 2 <= worker.pause(attempts, 0) <= usual
    assert worker.pause(1, 60) == 60
    assert worker.pause(1, 1e9) == worker.LONGEST_ASKED


async def test_two_processes_share_the_work_and_do_nothing_twice(postgres_schema_url: str, platform: Fake) -> None:
    channel = Telegram(api=platform.url)
    async with open_shop(postgres_schema_url, channel) as one, open_shop(postgres_schema_url, channel) as other:
        for number in range(1, 21):
            assert await send(one, number, f"m{number}") == await send(other, number, f"m{number}") == 200
        await until(lambda: len(platform.took) >= 20)
        await one.settled()
        assert texts(platform.took) == [f"You said: m{number}" for number in range(1, 21)]
        assert await other.turns() == [f"m{number}" for number in range(1, 21)]
