"""Plays a task in a shop of its own and compares the databases in the end."""

import json
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from analytics.events import DecisionMade
from analytics.stores.opening import open_stores
from bot import bootstrap
from bot.dialogue import Dialogue, Parts
from bot.releases.live import Live
from bot.releases.serving import Serving
from bot.releases.store import Releases
from bot.testing.player import Stage
from bot.testing.times import Clock
from configs.settings import Settings
from knowledge_base.products import Product, ProductText
from nlu.understanding import Understanding, Vector
from retrieval.answers import Answer, Answerer
from tests.benchmarks.customers.playing import Talk
from tests.benchmarks.tau import effects
from tests.benchmarks.tau.database import Database, Task, customer_of
from tests.benchmarks.tau.script import Script, customer
from tests.benchmarks.tau.shop import Tau

CHANNEL = "test"
TODAY = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Unread:
    """Looks nothing up: this shop has published no articles."""

    def answer(self, text: str, vector: Vector, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        return None

    def article(self, article_id: str, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        return None


@dataclass(frozen=True)
class Mind:
    """The model that serves, with nothing to read."""

    serving: Serving
    answerer: Answerer = Unread()

    async def understand(self, text: str) -> Understanding:
        return await self.serving.understand(text)


@dataclass(frozen=True)
class Result:
    """Whether the database is as it is after the gold calls, whether the model took a request for none of the shop's, and more.

    `calls` are what the shop did.
    """

    right: bool
    outside: bool
    calls: tuple[effects.Call, ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class House:
    """What all tasks share: the model and the index, the catalogue's kinds of products, and the database as JSON."""

    settings: Settings
    data: Path
    text: str
    products: tuple[Product, ...]
    parts: Callable[..., Parts]

    async def play(self, task: Task, script: Script) -> Result:
        """Let the customer say everything; who knows no e-mail address and order number by the task is signed in."""
        shop = Tau(self.text, TODAY.date())
        known = "" if task.email and task.numbers else customer_of(task, shop.database)
        said: list[str] = []
        async with self._stage(shop) as stage:
            for request in script.requests:
                one = customer(request, task)
                talk = Talk(one, stage, str, list(one.twists), said, known)
                await talk.run()
            outside = any(isinstance(event, DecisionMade) and event.policy == "OutOfScope" for event in await talk.events())
        right = shop.database == gold(task, self.text)
        return Result(right, outside, tuple(call for _, call in shop.done), tuple(said))

    @asynccontextmanager
    async def _stage(self, shop: Tau) -> AsyncIterator[Stage]:
        with tempfile.TemporaryDirectory() as folder:
            stores, clock = open_stores(f"sqlite:///{folder}/log.db"), Clock()
            clock.start(TODAY)
            actions = bootstrap.actions(self.settings, self.data, bootstrap.toolbox(self.products, stores, shop))
            parts = self.parts(log=stores.log, profiles=stores.profiles, actions=actions, now=clock.now)
            yield Stage(Dialogue(parts).respond, CHANNEL, stores, shop, clock, patience=0.0)
            await stores.log.close()


@asynccontextmanager
async def opened(settings: Settings, data: Path, text: str) -> AsyncIterator[House]:
    """The house over the model that `prepare` has made; raises ConfigurationError without one."""
    products = kinds(json.loads(text))
    live = Live.open(Releases(data), bootstrap.opener(settings, products))
    try:
        yield House(settings, data, text, products, bootstrap.parts(settings, data, lambda: Mind(live.serving)))
    finally:
        await live.close()


def kinds(database: Database) -> tuple[Product, ...]:
    """The catalogue's kinds of products, by which messages name them."""
    return tuple(_kind(raw["product_id"], raw["name"]) for raw in database["products"].values())


def gold(task: Task, text: str) -> Database:
    """The database after the task's own calls."""
    return effects.replayed(task.calls, json.loads(text))


def _kind(sku: str, name: str) -> Product:
    texts = {"en": ProductText(name, "", tuple({name.lower(), name.lower().split()[-1]}))}
    return Product(sku, "", name.lower(), Decimal(0), Decimal(0), 1, date(2026, 1, 1), texts, {})
