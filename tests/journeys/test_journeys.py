"""Every journey, on every database, with the model, the index, the shop and the log that serve."""

import contextlib
import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from analytics.stores.opening import open_stores
from bot import bootstrap
from bot.shops.demo import Demo
from bot.testing.loading import load
from bot.testing.player import Stage, play
from bot.testing.script import Journey
from configs import settings
from tests.conftest import SHOP, Furnish

JOURNEYS = load(Path(__file__).parent)
TRAINING = Path(__file__).parents[2] / "nlu" / "data" / "train"
RESTORE = """
    BEGIN;
    CREATE TEMP TABLE touched AS SELECT number FROM main.shop_requests;
    DELETE FROM main.shop_requests;
    DELETE FROM main.shop_refunds WHERE number IN touched;
    INSERT INTO main.shop_refunds SELECT * FROM first.shop_refunds WHERE number IN touched;
    DELETE FROM main.shop_returns WHERE number IN touched;
    INSERT INTO main.shop_returns SELECT * FROM first.shop_returns WHERE number IN touched;
    DELETE FROM main.shop_addresses WHERE number IN touched;
    INSERT INTO main.shop_addresses SELECT * FROM first.shop_addresses WHERE number IN touched;
    DELETE FROM main.shop_lines WHERE number IN touched;
    INSERT INTO main.shop_lines SELECT * FROM first.shop_lines WHERE number IN touched;
    DELETE FROM main.shop_orders WHERE number IN touched;
    INSERT INTO main.shop_orders SELECT * FROM first.shop_orders WHERE number IN touched;
    COMMIT;
"""
MARKED = re.compile(r"\[([^]]*)]\(\w+\)")


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """One event loop for all journeys on a database, as the service has one."""
    return "asyncio"


@pytest.fixture(scope="module")
def data(furnish: Furnish, database: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder for each database."""
    return furnish(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
async def stage(anyio_backend: str, database: str, data: Path) -> AsyncIterator[Stage]:
    """The whole service without its HTTP side, and a second look into its database."""
    url = database.replace("{data}", str(data))
    service = bootstrap.assemble(settings.load().model_copy(update={"database": url}), data)
    await service.start()
    seen, shop = open_stores(url, read_only=True), Demo(f"sqlite:///{data / SHOP}")
    yield Stage(service.respond, "journey", seen, shop)
    shop.close()
    await seen.log.close()
    await service.stop()


@pytest.fixture
def fresh_orders(prepared: Path, data: Path) -> None:
    """What earlier journeys have changed of orders is as it was, in the database that the service has open."""
    with contextlib.closing(sqlite3.connect(data / SHOP)) as shop:
        shop.execute("ATTACH ? AS first", [str(prepared / SHOP)])
        shop.executescript(RESTORE)


@pytest.mark.anyio
@pytest.mark.usefixtures("fresh_orders")
@pytest.mark.parametrize("journey", [journey for journey in JOURNEYS if not journey.set_up], ids=lambda journey: journey.label)
async def test_a_journey_goes_as_it_is_written(journey: Journey, stage: Stage) -> None:
    for variation in journey.variations:
        differences = await play(variation, stage)
        assert not differences, "\n".join(map(str, differences))


def test_every_journey_is_there_in_both_languages() -> None:
    only_chinese = {"writes_traditional_chinese"}
    by_language = [{journey.name for journey in JOURNEYS if journey.language == language} for language in ("en", "zh")]
    assert by_language[1] - by_language[0] == only_chinese
    assert by_language[0] <= by_language[1]


def test_customers_of_journeys_do_not_speak_in_training_sentences() -> None:
    lines = [line for file in TRAINING.glob("*/*.txt") for line in file.read_text(encoding="utf-8").splitlines()]
    trained = {MARKED.sub(r"\1", line).strip().lower() for line in lines}
    said = {text.lower() for journey in JOURNEYS for turn in journey.turns for text in (turn.say, *turn.variations)}
    assert len(trained) > 1000
    assert not {text for text in said if len(text) > 12} & trained
