"""A stage for each journey: a fresh log and a fresh copy of the demo shop; model and index are loaded once."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from analytics.pipeline import Pipeline
from analytics.profiler import Profiler
from analytics.stores.opening import Stores, open_stores
from bot import bootstrap
from bot.anticipation import Anticipation
from bot.dialogue import Dialogue, Next, Parts
from bot.messages import Message, Reply
from bot.preparation import shop_entry
from bot.shops.demo import Demo
from bot.testing import fixtures
from bot.testing.player import Stage
from bot.testing.script import Journey
from bot.testing.times import Clock
from bot.turns import minds
from configs.errors import ConfigurationError
from configs.settings import Settings
from knowledge_base import pipeline as knowledge
from knowledge_base.products import Product

LOG, SHOP = "log.db", "shop.db"
CHANNEL = "test"


@dataclass(frozen=True)
class Theatre:
    """What all stages share; `folder` holds an empty log and the shop as it was when the doors opened."""

    settings: Settings
    data: Path
    folder: Path
    products: tuple[Product, ...]
    parts: Callable[..., Parts]
    profiler: Profiler
    related: Next

    @asynccontextmanager
    async def stage(self, journey: Journey) -> AsyncIterator[Stage]:
        """The stage for `journey` with its fixtures; raises ConfigurationError for one that cannot be."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            folder, clock = Path(name), Clock()
            clock.start(journey.at)
            for file in (LOG, SHOP):
                shutil.copy(self.folder / file, folder / file)
            url = f"sqlite:///{folder / SHOP}"
            fixtures.put(url, journey.fixtures.orders, self.products, clock.now())
            stores, shop = open_stores(f"sqlite:///{folder / LOG}", now=clock.now), Demo(url)
            try:
                await _introduce(journey, stores, clock)
                yield self._set(stores, shop, clock)
            finally:
                await stores.log.close()
                shop.close()

    def _set(self, stores: Stores, shop: Demo, clock: Clock) -> Stage:
        actions = bootstrap.actions(self.settings, self.data, bootstrap.toolbox(self.products, stores, shop))
        parts = self.parts(log=stores.log, profiles=stores.profiles, actions=actions, related=self.related, now=clock.now)
        dialogue = Dialogue(parts)
        follower = Pipeline(stores.log, stores.profiles, self.profiler)

        async def respond(message: Message) -> tuple[Reply, ...]:
            replies = await dialogue.respond(message)
            await follower.catch_up()
            return replies

        return Stage(respond, CHANNEL, stores, shop, clock, patience=0.0)


@asynccontextmanager
async def opened(settings: Settings, data: Path) -> AsyncIterator[Theatre]:
    """The theatre with the installation's model, index, policies and wording, which leaves its log and its shop alone.

    Raises ConfigurationError with what to do when something is missing.
    """
    products = knowledge.load_products()
    with tempfile.TemporaryDirectory(prefix="journeys-") as name:
        folder = Path(name)
        await asyncio.to_thread(_copy, _database(settings, data), folder / SHOP)
        shop, stores = Demo(f"sqlite:///{folder / SHOP}"), open_stores(f"sqlite:///{folder / LOG}")
        profiler = await asyncio.to_thread(bootstrap.profiler, settings, data, products)
        async with minds.serving(settings, data) as mind:
            typing = Anticipation(lambda: mind.answerer, stores.log, stores.profiles, shop, settings.bot.related)
            await typing.refresh()
            await stores.log.close()
            yield Theatre(
                settings, data, folder, products, bootstrap.parts(settings, data, lambda: mind), profiler, typing.related
            )
        shop.close()


async def _introduce(journey: Journey, stores: Stores, clock: Clock) -> None:
    """Let the customer be known before the first turn."""
    if journey.fixtures.profile:
        known = fixtures.profile(f"{CHANNEL}:{journey.customer}", journey.fixtures.profile, clock.now())
        await stores.profiles.save([known], "", "")


def _database(settings: Settings, data: Path) -> Path:
    """The file of the demo shop."""
    entry = shop_entry(settings, data)
    if entry["name"] != "demo" or not entry["database"].startswith("sqlite:"):
        raise ConfigurationError("journeys are played in the demo shop in an SQLite file; let bot.shop be that one for them")
    file = Path(str(make_url(entry["database"]).database))
    if not file.exists():
        raise ConfigurationError(f"{file}: there is no demo shop yet; run `python -m bot prepare --data {data}`")
    return file


def _copy(file: Path, to: Path) -> None:
    """Copy a database that others may be writing to."""
    source = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(to)) as copy:
        source.backup(copy)
