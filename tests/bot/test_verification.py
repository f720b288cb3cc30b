"""Proving who somebody is, and that nobody guesses more often than three times in half an hour, on both databases."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.stores import Closed
from analytics.stores.opening import Stores, open_stores
from bot.errors import ShopUnavailable
from bot.shops.demo import Demo
from bot.verification import LIMIT, Verifier
from knowledge_base.demo.database import prepare
from knowledge_base.pipeline import load_products

pytestmark = pytest.mark.anyio
START = datetime(2026, 6, 15, 12, tzinfo=UTC)
RIGHT, WRONG = "alex.morgan@example.com", "mallory@example.org"


@dataclass
class Clock:
    """A time that a test sets."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def wait(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)


@dataclass
class Guesser:
    """Somebody who tries, and what came of it: a customer, "" or "closed"."""

    verifier: Verifier
    tried: list[datetime] = field(default_factory=list)

    async def guess(self, contact: str, number: str = "SK1050001", sender: str = "web:1") -> str:
        try:
            said = await self.verifier.verify(number, contact, sender)
        except Closed:
            return "closed"
        self.tried.append(self.verifier.now())
        return said


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    url = f"sqlite:///{tmp_path_factory.mktemp('shop')}/shop.db"
    prepare(url, load_products(), date(2026, 6, 15), customers=5)
    shop = Demo(database=url)
    yield shop
    shop.close()


@pytest.fixture
async def stores(database_url: str, anyio_backend: str) -> AsyncIterator[Stores]:
    stores = open_stores(database_url)
    yield stores
    await stores.log.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guesser(shop: Demo, stores: Stores, clock: Clock) -> Guesser:
    return Guesser(Verifier(shop, stores.attempts, clock))


async def test_the_right_contact_proves_the_customer_as_often_as_they_like(guesser: Guesser) -> None:
    for contact in (RIGHT, RIGHT.upper(), "+44 7700 900102", "07700 900 102", "0044 7700900102"):
        assert await guesser.guess(contact) == "C0002"


async def test_the_fourth_guess_is_refused_even_when_it_is_right_and_again_half_an_hour_after_the_third(
    guesser: Guesser, clock: Clock
) -> None:
    for _ in range(3):
        assert await guesser.guess(WRONG) == ""
        clock.wait(1)
    assert await guesser.guess(RIGHT) == "closed"
    clock.wait(28.9)
    assert await guesser.guess(RIGHT) == "closed"
    clock.wait(0.1)
    assert await guesser.guess(RIGHT) == "C0002"


async def test_it_says_until_when(guesser: Guesser, clock: Clock) -> None:
    for _ in range(3):
        await guesser.guess(WRONG)
    with pytest.raises(Closed) as closed:
        await guesser.verifier.verify("SK1050001", RIGHT, "web:1")
    assert closed.value.until == START + LIMIT.window


async def test_other_conversations_and_other_ways_to_write_the_number_are_no_way_around(guesser: Guesser) -> None:
    for sender, number in enumerate(("SK1050001", "sk 105-0001", "#1050001")):
        assert await guesser.guess(WRONG, number, f"web:{sender}") == ""
    assert await guesser.guess(RIGHT, "1050001", "web:new") == "closed"
    assert await guesser.guess("lin.mei@example.com", "SK1050002", "web:new") == "C0001"


async def test_a_conversation_cannot_try_one_order_after_the_other(guesser: Guesser) -> None:
    for number in ("SK1050001", "SK0000000", "SK1050002"):
        assert await guesser.guess(WRONG, number) == ""
    assert await guesser.guess(RIGHT, "SK1048213") == "closed"
    assert await guesser.guess(RIGHT, "SK1048213", "web:2") == "C0002"


async def test_a_refusal_does_not_lengthen_the_time(guesser: Guesser, clock: Clock) -> None:
    for _ in range(3):
        await guesser.guess(WRONG)
    for _ in range(6):
        assert await guesser.guess(RIGHT) == "closed"
        clock.wait(5)
    assert await guesser.guess(RIGHT) == "C0002"


async def test_a_shop_that_is_away_costs_no_attempt(stores: Stores, shop: Demo, clock: Clock, tmp_path: Path) -> None:
    class Away(Demo):
        def owns(self, number: str, contact: str) -> str:
            raise ShopUnavailable("away")

    away = Away(database=shop.database)
    for _ in range(5):
        with pytest.raises(ShopUnavailable):
            await Verifier(away, stores.attempts, clock).verify("SK1050001", RIGHT, "web:1")
    away.close()
    assert await Verifier(shop, stores.attempts, clock).verify("SK1050001", RIGHT, "web:1") == "C0002"


async def test_many_guesses_at_once_are_three(shop: Demo, stores: Stores, clock: Clock) -> None:
    verifiers = [Guesser(Verifier(shop, stores.attempts, clock)) for _ in range(12)]
    said = await asyncio.gather(*(one.guess(WRONG, sender=f"web:{number}") for number, one in enumerate(verifiers)))
    assert sorted(said) == [""] * 3 + ["closed"] * 9


async def test_many_workers_at_once_guess_three_times(shop: Demo, clock: Clock, postgres_schema_url: str) -> None:
    workers = [open_stores(postgres_schema_url) for _ in range(3)]
    guessers = [Guesser(Verifier(shop, worker.attempts, clock)) for worker in workers * 4]
    said = await asyncio.gather(*(one.guess(WRONG, sender=f"web:{number}") for number, one in enumerate(guessers)))
    for worker in workers:
        await worker.log.close()
    assert sorted(said) == [""] * 3 + ["closed"] * 9


async def test_attempts_outlive_the_service_and_hold_no_contact(shop: Demo, database_url: str, clock: Clock) -> None:
    for number in range(3):
        stores = open_stores(database_url)
        assert await Guesser(Verifier(shop, stores.attempts, clock)).guess(WRONG, sender=f"web:{number}") == ""
        await stores.log.close()
    stores = open_stores(database_url)
    assert await Guesser(Verifier(shop, stores.attempts, clock)).guess(RIGHT) == "closed"
    await stores.log.close()
    engine = sqlalchemy.create_engine(database_url)
    with engine.connect() as connection:
        kept = connection.execute(sqlalchemy.text("SELECT subject FROM attempts")).scalars().all()
    engine.dispose()
    assert len(kept) == 6
    assert {len(subject) for subject in kept} == {64}


@settings(max_examples=12, deadline=None)
@given(waits=st.lists(st.floats(0, 40), min_size=4, max_size=12))
def test_no_half_hour_has_more_than_three_guesses(
    waits: list[float], shop: Demo, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def run() -> list[datetime]:
        stores, clock = open_stores(f"sqlite:///{tmp_path_factory.mktemp('attempts')}/log.db"), Clock()
        guesser = Guesser(Verifier(shop, stores.attempts, clock))
        for number, minutes in enumerate(waits):
            clock.wait(minutes)
            await guesser.guess(WRONG, sender=f"web:{number}")
        await stores.log.close()
        return guesser.tried

    tried = asyncio.run(run())
    assert all(fourth - first > LIMIT.window for first, fourth in zip(tried, tried[3:], strict=False))
    assert len(tried) >= min(3, len(waits))
