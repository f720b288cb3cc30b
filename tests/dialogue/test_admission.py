"""Overload and slowness are refused, and the service goes on."""

import asyncio

import pytest

from bot.admission import Admission
from bot.errors import Busy, TurnTimeout
from bot.messages import Message, Reply
from configs.settings import load

pytestmark = pytest.mark.anyio
MESSAGE = Message("1", "test:1", "ann", "test", "hello")


def admission(release: asyncio.Event, waiting: int, seconds: float = 5.0) -> Admission:
    async def respond(message: Message) -> tuple[Reply, ...]:
        await release.wait()
        return (Reply(message.text),)

    return Admission(respond, load().limits.model_copy(update={"waiting_turns": waiting, "turn_seconds": seconds}))


async def test_one_turn_too_many_is_refused_and_the_others_are_answered() -> None:
    release = asyncio.Event()
    door = admission(release, waiting=2)
    turns = [asyncio.create_task(door.respond(MESSAGE)) for _ in range(2)]
    await asyncio.sleep(0)
    assert door.waiting == 2
    with pytest.raises(Busy):
        await door.respond(MESSAGE)
    release.set()
    assert await asyncio.gather(*turns) == [(Reply("hello"),)] * 2
    assert door.waiting == 0
    assert await door.respond(MESSAGE) == (Reply("hello"),)


async def test_a_turn_that_takes_too_long_is_given_up() -> None:
    door = admission(asyncio.Event(), waiting=2, seconds=0.01)
    with pytest.raises(TurnTimeout):
        await door.respond(MESSAGE)
    assert door.waiting == 0
