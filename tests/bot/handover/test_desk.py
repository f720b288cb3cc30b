"""The desk over a real log: everybody who waits gets somebody once, however many workers there are."""

import asyncio
import contextlib
from collections.abc import Callable

import pytest

from analytics.events import AgentReplied, ConversationAssigned, HandedOff, MessageLeft, MessageReceived
from bot.channels import Place, Standing
from bot.conversation import Conversation, fold
from bot.handover.counter import Refused
from bot.handover.queue import Agent
from tests.bot.handover.conftest import ANNA, LIN, Office, wrote

pytestmark = pytest.mark.anyio

ASKED = HandedOff(reason="asked", language="en")
MakeOffice = Callable[[str], Office]


async def assigned(office: Office, conversation: str) -> list[str]:
    return [entry.event.agent for entry in await office.log.read(conversation) if isinstance(entry.event, ConversationAssigned)]


async def test_whoever_waits_is_given_to_whoever_comes(office: Office) -> None:
    for name in ("a", "b", "c"):
        await office.happens(name, *wrote("help"), ASKED)
    await office.counter.come(ANNA)
    assert [await assigned(office, name) for name in ("a", "b", "c")] == [["anna"], ["anna"], []]
    await office.counter.close("anna", "a")
    assert await assigned(office, "c") == ["anna"]


async def test_a_reply_is_said_once_by_the_one_who_has_the_conversation(office: Office) -> None:
    await office.happens("a", *wrote("help"), ASKED)
    await office.counter.come(ANNA)
    first = await office.counter.reply("anna", "a", "r1", "你好, I'm Anna")
    assert await office.counter.reply("anna", "a", "r1", "你好, I'm Anna") == first
    assert [entry.position for entry in await office.log.read("a") if isinstance(entry.event, AgentReplied)] == [first]
    with pytest.raises(Refused, match="not_yours"):
        await office.counter.reply("bo", "a", "r1", "me too")


async def test_a_reply_that_is_sent_again_after_the_end_is_still_the_same(office: Office) -> None:
    await office.happens("a", *wrote("help"), ASKED)
    await office.counter.come(ANNA)
    first = await office.counter.reply("anna", "a", "r1", "done")
    await office.counter.close("anna", "a")
    assert await office.counter.reply("anna", "a", "r1", "done") == first


@pytest.mark.parametrize(
    ("agent", "code"),
    [
        (None, "not_present"),
        (Agent("bo", 1, frozenset(), frozenset({"zh"})), "not_able"),
        (Agent("bo", 1, frozenset(), frozenset({"en"})), "no_capacity"),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_the_reason(office: Office, agent: Agent | None, code: str) -> None:
    await office.happens("first", *wrote("help"), ASKED)
    await office.happens("second", *wrote("help"), ASKED)
    if agent is not None:
        await office.counter.come(agent)
    with pytest.raises(Refused, match=code):
        await office.counter.take("bo", "second")


async def test_what_is_not_in_the_queue_cannot_be_worked_on(office: Office) -> None:
    await office.happens("a", *wrote("hello"))
    for act in (office.counter.take, office.counter.release, office.counter.close):
        with pytest.raises(Refused, match="not_in_queue"):
            await act("anna", "a")


async def test_a_message_that_was_left_becomes_the_persons_when_somebody_gets_it(office: Office) -> None:
    await office.happens("a", *wrote("help"), MessageLeft(contact="a@b.example", text="call me", language="zh"))
    await office.counter.come(LIN)
    state = fold(Conversation("a"), await office.log.read("a"))
    assert state.owner == "person"
    packet = await office.counter.packet("a")
    assert (packet.message, packet.contact, packet.reason) == ("call me", "a@b.example", "message left")


async def test_who_goes_leaves_theirs_to_the_next(office: Office) -> None:
    await office.happens("a", *wrote("help"), ASKED)
    await office.counter.come(ANNA)
    await office.counter.go("anna")
    await office.counter.go("anna")
    with pytest.raises(Refused, match="not_yours"):
        await office.counter.reply("anna", "a", "r1", "one more thing")
    await office.counter.come(Agent("bo", 1, frozenset(), frozenset({"en"})))
    assert await assigned(office, "a") == ["anna", "bo"]


async def test_a_worker_that_starts_later_sees_the_same_queue(open_office: MakeOffice, postgres_schema_url: str) -> None:
    first = open_office(postgres_schema_url)
    for name in ("a", "b", "c"):
        await first.happens(name, *wrote("help"), ASKED)
    await first.counter.come(ANNA)
    second = open_office(postgres_schema_url)
    assert await second.desk.refresh() == await first.desk.refresh()


async def test_several_workers_give_everybody_to_somebody_and_nobody_too_many(
    open_office: MakeOffice, postgres_schema_url: str
) -> None:
    workers = [open_office(postgres_schema_url) for _ in range(3)]
    people = [Agent(name, 2, frozenset(), frozenset({"en"})) for name in ("x", "y", "z")]
    running = [asyncio.create_task(worker.desk.run()) for worker in workers]
    try:
        for number in range(12):
            await workers[number % 3].happens(f"c{number}", *wrote("help"), ASKED)
        await asyncio.gather(*(worker.counter.come(person) for worker, person in zip(workers, people, strict=True)))
        ended: set[str] = set()
        async with asyncio.timeout(60):
            while len(ended) < 12:
                for worker, person in zip(workers, people, strict=True):
                    served = (await worker.desk.refresh()).served(person.name)
                    assert len(served) <= person.capacity
                    for case in served:
                        await worker.counter.close(person.name, case.conversation)
                        ended.add(case.conversation)
    finally:
        for task in running:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
    assert [(await worker.desk.refresh()).cases for worker in workers] == [{}, {}, {}]


async def test_a_page_is_told_its_place_whenever_that_changes(office: Office) -> None:
    await office.happens("a", *wrote("help"), ASKED)
    await office.happens("b", *wrote("help"), ASKED)
    await office.desk.refresh()
    standings = office.desk.watch("b")
    assert await anext(standings) == Standing(Place("waiting", 2))
    await office.happens("c", HandedOff(reason="risky topic", language="en", priority=3))
    await office.desk.refresh()
    assert await anext(standings) == Standing(Place("waiting", 3, None, "urgent"))
    await office.counter.come(ANNA)
    assert await anext(standings) == Standing(Place("waiting", 1, 6))
    await office.counter.close("anna", "a")
    assert await anext(standings) == Standing(Place("served", agent="anna"))
    position = await office.counter.reply("anna", "b", "r1", "hello")
    assert await anext(standings) == Standing(Place("served", agent="anna"), position)
    await office.counter.release("anna", "b")
    assert await anext(standings) == Standing(Place(), position)
    await standings.aclose()  # type: ignore[attr-defined]


async def test_what_the_customer_writes_meanwhile_does_not_hinder_the_person(office: Office) -> None:
    await office.happens("a", *wrote("help"), ASKED)
    await office.counter.come(ANNA)
    await office.happens("a", *wrote("are you there?", 2))
    await office.counter.reply("anna", "a", "r1", "yes")
    kinds = [type(entry.event) for entry in await office.log.read("a")]
    assert kinds.index(AgentReplied) > max(number for number, kind in enumerate(kinds) if kind is MessageReceived)
