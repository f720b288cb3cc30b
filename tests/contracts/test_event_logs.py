"""What every event log promises, on SQLite and on PostgreSQL."""

import asyncio
import math
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy
from sqlalchemy import Engine, event

from analytics.events import Event, MessageReceived, NotUnderstood, Recorded, ReplySent, SlotFilled, Unreadable
from analytics.stores import Conflict, Duplicate, EventLog, StoreUnavailable, log
from analytics.stores.opening import open_stores

pytestmark = pytest.mark.anyio


@pytest.fixture
async def events(database_url: str, anyio_backend: str) -> AsyncIterator[EventLog]:
    stores = open_stores(database_url)
    yield stores.log
    await stores.log.close()


def turn(number: int = 1) -> tuple[Event, ...]:
    received = MessageReceived(message_id=f"m{number}", channel="rest", customer="ann", text="你好, where is it? 😀")
    replies = ({"text": "hello", "quick_replies": [], "data": {"score": 0.1, "none": None}},)
    return received, SlotFilled(slot="order_id", value="SK1048213"), ReplySent(reply_to=f"m{number}", replies=replies)


def facts(recorded: tuple[Recorded, ...]) -> list[tuple[str, int, Event]]:
    return [(entry.conversation, entry.position, entry.event) for entry in recorded]


async def collected(events: EventLog, count: int) -> list[Recorded]:
    """The first `count` events of the tail."""
    found: list[Recorded] = []
    async with asyncio.timeout(20):
        async for _, batch in events.tail():
            found += batch
            if len(found) >= count:
                break
    return found


async def test_a_new_conversation_has_no_events(events: EventLog) -> None:
    assert await events.read("nobody") == ()
    assert await events.turn("rest", "m1") == ()
    assert await events.batch() == ("", ())


async def test_what_an_append_returns_is_what_is_read_afterwards(events: EventLog) -> None:
    before = datetime.now(UTC)
    first = await events.append("c", 0, turn(1))
    second = await events.append("c", 3, turn(2))
    assert facts(first + second) == [("c", number, fact) for number, fact in enumerate(turn(1) + turn(2), start=1)]
    assert await events.read("c") == first + second
    assert await events.read("c", after=3) == second
    assert await events.read("c", after=6) == ()
    assert before <= first[0].at <= second[0].at <= datetime.now(UTC)
    assert first[0].at.utcoffset() == timedelta(0)


async def test_an_append_that_expects_too_little_or_too_much_is_a_conflict(events: EventLog) -> None:
    await events.append("c", 0, turn())
    for expected in (0, 2, 4):
        with pytest.raises(Conflict):
            await events.append("c", expected, turn(2))
    assert len(await events.read("c")) == 3


async def test_of_appends_at_the_same_position_exactly_one_is_written(events: EventLog) -> None:
    outcomes = await asyncio.gather(*(events.append("c", 0, turn(number)) for number in range(10)), return_exceptions=True)
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 9
    assert [await events.read("c")] == [outcome for outcome in outcomes if isinstance(outcome, tuple)]


async def test_the_same_source_id_again_is_a_duplicate_with_the_turn_as_it_was_written(events: EventLog) -> None:
    first = await events.append("c", 0, turn(1), "rest", "m1")
    await events.append("c", 3, turn(2), "rest", "m2")
    for conversation, expected in (("c", 0), ("c", 6), ("other", 0)):
        with pytest.raises(Duplicate) as refused:
            await events.append(conversation, expected, turn(9), "rest", "m1")
        assert refused.value.recorded == first
    assert await events.turn("rest", "m1") == first
    assert await events.read("other") == ()


async def test_source_ids_of_different_sources_are_different(events: EventLog) -> None:
    await events.append("a", 0, turn(), "rest", "m1")
    await events.append("b", 0, turn(), "telegram", "m1")
    assert len(await events.turn("telegram", "m1")) == 3


async def test_appends_without_a_source_are_never_duplicates(events: EventLog) -> None:
    await events.append("c", 0, turn())
    await events.append("c", 3, turn())
    assert len(await events.read("c")) == 6


async def test_of_simultaneous_appends_of_a_source_id_one_is_written_and_the_others_get_it(events: EventLog) -> None:
    sent = [events.append(f"c{number}", 0, turn(number), "rest", "m1") for number in range(10)]
    outcomes = await asyncio.gather(*sent, return_exceptions=True)
    written = [outcome for outcome in outcomes if isinstance(outcome, tuple)]
    assert len(written) == 1
    assert [outcome.recorded for outcome in outcomes if isinstance(outcome, Duplicate)] == written * 9


async def test_refused_appends_do_not_fail_those_they_share_a_commit_with(events: EventLog) -> None:
    await events.append("old", 0, turn(), "rest", "m0")
    outcomes = await asyncio.gather(
        events.append("old", 0, turn()),
        events.append("new", 0, turn(), "rest", "m1"),
        events.append("other", 0, turn(), "rest", "m0"),
        events.append("last", 0, turn(), "rest", "m2"),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [Conflict, tuple, Duplicate, tuple]
    assert len(await events.read("new")) == len(await events.read("last")) == 3
    assert await events.read("other") == ()


async def test_simultaneous_appends_share_commits(events: EventLog) -> None:
    commits = 0

    def count(connection: sqlalchemy.Connection) -> None:
        nonlocal commits
        commits += 1

    event.listen(Engine, "commit", count)
    try:
        await asyncio.gather(*(events.append(f"c{number}", 0, turn(), "rest", f"m{number}") for number in range(100)))
    finally:
        event.remove(Engine, "commit", count)
    assert 1 <= commits <= 3


async def test_many_conversations_at_once_each_keep_their_order(events: EventLog) -> None:
    async def talk(name: str) -> None:
        for number in range(10):
            await events.append(name, number, [NotUnderstood(articles=(str(number),))], "rest", f"{name}/{number}")

    names = [f"c{number}" for number in range(30)]
    await asyncio.gather(*map(talk, names))
    for name in names:
        assert facts(await events.read(name)) == [(name, n + 1, NotUnderstood(articles=(str(n),))) for n in range(10)]
    found = await collected(events, 300)
    assert len({entry.id for entry in found}) == len(found) == 300
    for name in names:
        assert tuple(entry for entry in found if entry.conversation == name) == await events.read(name)


@pytest.mark.parametrize(
    "unfit",
    [
        [],
        [SlotFilled(slot="a", value="\0")],
        [SlotFilled(slot="a", value="\\\0")],
        [SlotFilled(slot="a", value="\ud800")],
        [ReplySent(reply_to="1", replies=({"score": math.nan},))],
    ],
    ids=["nothing", "nul", "backslash-nul", "surrogate", "nan"],
)
async def test_what_not_every_database_can_keep_is_refused_everywhere(events: EventLog, unfit: list[Event]) -> None:
    with pytest.raises(ValueError, match=r"."):
        await events.append("c", 0, unfit)
    assert await events.read("c") == ()


async def test_keys_are_refused_when_they_are_too_long_for_an_index(events: EventLog) -> None:
    longest = "客" * 400
    assert len(await events.append(longest, 0, turn(), longest, longest)) == 3
    with pytest.raises(ValueError, match="1200 bytes"):
        await events.append(longest + "客", 0, turn())


async def test_text_that_only_looks_like_an_escaped_nul_is_kept(events: EventLog) -> None:
    odd = SlotFilled(slot="a", value=r"\u0000 \\u0000")
    await events.append("c", 0, [odd])
    assert facts(await events.read("c")) == [("c", 1, odd)]


async def test_events_of_a_newer_program_are_passed_on_as_unreadable(events: EventLog, database_url: str) -> None:
    recorded = await events.append("c", 0, turn())
    await events.close()
    engine = sqlalchemy.create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET kind = 'PhoneRang' WHERE position = 2")
    engine.dispose()
    reopened = open_stores(database_url).log
    found = await reopened.read("c")
    assert (found[0], found[2]) == (recorded[0], recorded[2])
    assert found[1].event == Unreadable(kind="PhoneRang", fields={"slot": "order_id", "value": "SK1048213"})
    await reopened.close()


async def test_the_tail_goes_on_from_a_cursor_without_repeating_or_leaving_out(
    events: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "BATCH", 4)
    for number in range(5):
        await events.append("c", number * 3, turn(number))
    await collected(events, 15)
    cursor, found, sizes = "", list[Recorded](), []
    while len(found) < 15:
        cursor, batch = await events.batch(cursor)
        found += batch
        sizes.append(len(batch))
    assert tuple(found) == await events.read("c")
    assert sizes == [4, 4, 4, 3]
    assert await events.batch(cursor) == (cursor, ())


@pytest.mark.parametrize("cursor", ["x", "1-2-3", "-1", "1;2", "１"])
async def test_a_cursor_of_somebody_else_is_refused(events: EventLog, cursor: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        await events.batch(cursor)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_tail_wakes_as_soon_as_something_is_appended(events: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    # On PostgreSQL a transaction of anybody else may make the tail wait a little.
    monkeypatch.setattr(log, "POLL", 60)
    waiting = asyncio.create_task(collected(events, 3))
    await asyncio.sleep(0.2)
    recorded = await events.append("c", 0, turn())
    assert tuple(await waiting) == recorded


async def test_everything_is_there_after_a_restart(database_url: str) -> None:
    first = open_stores(database_url).log
    recorded = await first.append("c", 0, turn(), "rest", "m1")
    await first.close()
    second = open_stores(database_url).log
    assert await second.read("c") == recorded
    assert await second.turn("rest", "m1") == recorded
    more = await second.append("c", 3, turn(2))
    assert tuple(await collected(second, 6)) == recorded + more
    await second.close()


async def test_closing_waits_for_what_is_under_way(database_url: str) -> None:
    events = open_stores(database_url).log
    appending = [asyncio.create_task(events.append(f"c{number}", 0, turn())) for number in range(50)]
    await asyncio.sleep(0)
    await events.close()
    assert [len(recorded) for recorded in await asyncio.gather(*appending)] == [3] * 50


async def test_a_closed_log_says_that_it_is_closed(database_url: str) -> None:
    events = open_stores(database_url).log
    await events.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        await events.append("c", 0, turn())
    with pytest.raises(StoreUnavailable, match="closed"):
        await events.read("c")


async def test_default_settings_survive_a_loss_of_power(events: EventLog) -> None:
    assert await events.durability() == "full"


async def test_a_database_that_is_newer_than_the_program_is_refused(database_url: str) -> None:
    await open_stores(database_url).log.close()
    engine = sqlalchemy.create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    for read_only in (False, True):
        with pytest.raises(StoreUnavailable, match="revision 9999, newer than the 0003"):
            open_stores(database_url, read_only=read_only)
