"""Logs under processes that die at any moment, and under several processes at once."""

import asyncio
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess

import pytest

from analytics.events import NotUnderstood, Recorded, SlotFilled
from analytics.stores import Conflict, Duplicate, EventLog, StoreUnavailable
from analytics.stores.opening import open_stores

# Forking is quick and takes the test's functions along; the children touch nothing that they inherit but the pipe.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
FORK = multiprocessing.get_context("fork")

KILLS = 20
CONVERSATIONS = 8
Work = Callable[[str, int], None]


def start(work: Work, url: str, number: int) -> BaseProcess:
    process = FORK.Process(target=work, args=(url, number), daemon=True)
    process.start()
    return process


def numbers(recorded: tuple[Recorded, ...]) -> list[int]:
    """The number that each turn was given, in order."""
    return [int(entry.event.value) for entry in recorded if isinstance(entry.event, SlotFilled)]


async def talk(events: EventLog, conversation: str, acknowledged: int) -> None:
    """Append turns with rising numbers, two events each, and report each number once it is acknowledged."""
    number = max(numbers(await events.read(conversation)), default=0)
    while True:
        number += 1
        position = 2 * (number - 1)
        turn = SlotFilled(slot="n", value=str(number)), NotUnderstood()
        await events.append(conversation, position, turn, "test", f"{conversation}/{number}")
        os.write(acknowledged, f"{conversation} {number}\n".encode())


def talkative(pipe: int) -> Work:
    """A process that appends in several conversations until it is killed."""

    async def run(url: str) -> None:
        events = open_stores(url).log
        await asyncio.gather(*(talk(events, f"c{number}", pipe) for number in range(CONVERSATIONS)))

    return lambda url, number: asyncio.run(run(url))


def test_what_was_acknowledged_survives_twenty_kills_once_and_in_order(database_url: str) -> None:
    draw = random.Random(7)
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    report = b""
    for _ in range(KILLS):
        process = start(talkative(writing), database_url, 0)
        before = len(report)
        while len(report) == before:
            report += drained(reading)
            assert process.is_alive(), "the process ended by itself"
        time.sleep(draw.uniform(0, 0.05))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    report += drained(reading)
    os.close(reading)
    os.close(writing)
    acknowledged = [line.split() for line in report.decode().splitlines()]
    stored = asyncio.run(read_all(database_url))
    for conversation, found in stored.items():
        told = [int(number) for name, number in acknowledged if name == conversation]
        assert [entry.position for entry in found] == list(range(1, len(found) + 1))
        assert numbers(found) == list(range(1, len(found) // 2 + 1))
        assert told == sorted(set(told))
        assert told[-1] <= numbers(found)[-1]
    assert len(acknowledged) > KILLS


def drained(pipe: int) -> bytes:
    """What is in the pipe by now."""
    try:
        return os.read(pipe, 1 << 20)
    except BlockingIOError:
        time.sleep(0.001)
        return b""


async def read_all(url: str) -> dict[str, tuple[Recorded, ...]]:
    events = open_stores(url).log
    try:
        return {name: await events.read(name) for name in (f"c{number}" for number in range(CONVERSATIONS))}
    finally:
        await events.close()


async def contend(url: str, number: int, turns: int) -> None:
    """Add `turns` turns to shared conversations, whatever the other processes do there."""
    draw = random.Random(number)
    events = open_stores(url).log

    async def one(serial: int) -> None:
        conversation = f"c{draw.randrange(CONVERSATIONS)}"
        while True:
            recorded = await events.read(conversation)
            turn = SlotFilled(slot="n", value=str(number)), NotUnderstood()
            try:
                await events.append(conversation, len(recorded), turn, "test", f"{number}/{serial}")
            except Conflict:
                continue
            else:
                return

    await asyncio.gather(*map(one, range(turns)))
    await events.close()


async def follow(events: EventLog, count: int) -> list[Recorded]:
    found: list[Recorded] = []
    async with asyncio.timeout(60):
        async for _, batch in events.tail():
            found += batch
            if len(found) >= count:
                break
    return found


@pytest.mark.anyio
async def test_several_processes_write_one_log_and_its_tail_leaves_nothing_out(postgres_schema_url: str) -> None:
    turns, processes = 40, 3
    events = open_stores(postgres_schema_url).log
    following = asyncio.create_task(follow(events, processes * turns * 2))
    writers = [
        start(lambda url, number: asyncio.run(contend(url, number, turns)), postgres_schema_url, number)
        for number in range(processes)
    ]
    found = await following
    for writer in writers:
        await asyncio.to_thread(writer.join)
        assert writer.exitcode == 0
    assert len({entry.id for entry in found}) == len(found) == processes * turns * 2
    for conversation in {entry.conversation for entry in found}:
        followed = tuple(entry for entry in found if entry.conversation == conversation)
        assert followed == await events.read(conversation)
        assert [entry.position for entry in followed] == list(range(1, len(followed) + 1))
    await events.close()


async def resend(url: str, number: int) -> None:
    """Send the same fifty messages as every other process, each into a conversation of its own."""
    events = open_stores(url).log

    async def one(serial: int) -> str:
        try:
            await events.append(f"{number}-{serial}", 0, [NotUnderstood()], "test", str(serial))
        except Duplicate as duplicate:
            return duplicate.recorded[0].conversation
        else:
            return f"{number}-{serial}"

    written = await asyncio.gather(*map(one, range(50)))
    assert list(written) == [(await events.turn("test", str(serial)))[0].conversation for serial in range(50)]
    await events.close()


@pytest.mark.anyio
async def test_processes_that_get_the_same_messages_at_once_agree_on_one_turn_each(postgres_schema_url: str) -> None:
    await open_stores(postgres_schema_url).log.close()
    writers = [start(lambda url, number: asyncio.run(resend(url, number)), postgres_schema_url, number) for number in range(3)]
    for writer in writers:
        await asyncio.to_thread(writer.join)
        assert writer.exitcode == 0
    events = open_stores(postgres_schema_url).log
    assert len(await follow(events, 50)) == 50
    await events.close()


@pytest.mark.anyio
async def test_a_second_process_on_an_sqlite_file_is_refused_by_the_name_of_the_first(tmp_path: object) -> None:
    url = f"sqlite:///{tmp_path}/shop.db"
    events = open_stores(url).log
    reading, writing = os.pipe()

    def intrude(url: str, number: int) -> None:
        try:
            open_stores(url)
        except StoreUnavailable as error:
            os.write(writing, str(error).encode())

    await asyncio.to_thread(start(intrude, url, 0).join)
    said = os.read(reading, 1000).decode()
    assert (
        said == f"{tmp_path}/shop.db is in use by process {os.getpid()}: stop that first, or use PostgreSQL for several processes"
    )
    os.close(reading)
    os.close(writing)
    await events.close()
    await open_stores(url).log.close()
