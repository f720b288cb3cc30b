"""What every test may ask for."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy.exc import OperationalError

import tests.prepared

SHOP = "shop.db"
Furnish = Callable[[Path], Path]

POSTGRES = "postgresql+psycopg://postgres@127.0.0.1/test"
"""The server that makes databases for tests, unless the variable SHOPKEEPER_TEST_POSTGRES names another."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the prepared folder comes first, so that one process makes it while the other runs the rest."""
    items.sort(key=lambda item: "prepared" not in getattr(item, "fixturenames", ()))


@pytest.fixture
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, as the service does."""
    return "asyncio"


def unreachable(reason: str) -> None:
    """Skip a test for what this machine lacks; with CI=true that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a fresh PostgreSQL database, dropped after the last test."""
    server = sqlalchemy.make_url(os.environ.get("SHOPKEEPER_TEST_POSTGRES", POSTGRES))
    name = f"shopkeeper_test_{secrets.token_hex(6)}"
    engine = sqlalchemy.create_engine(server, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    except OperationalError as error:
        unreachable(f"no PostgreSQL for tests at {server.render_as_string()}: {str(error.orig).strip().splitlines()[0]}")
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database of one test: a file, and a schema in PostgreSQL."""
    if request.param == "sqlite":
        folder: Path = request.getfixturevalue("tmp_path")
        yield f"sqlite:///{folder / 'shopkeeper.db'}"
        return
    yield from _schema(request.getfixturevalue("postgres_url"))


@pytest.fixture
def postgres_schema_url(postgres_url: str) -> Iterator[str]:
    """The URL of an empty schema in PostgreSQL, for what SQLite has no like of."""
    yield from _schema(postgres_url)


def _schema(url: str) -> Iterator[str]:
    name = f"test_{secrets.token_hex(6)}"
    engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    yield f"{url}?options={quote(f'-c search_path={name}')}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    engine.dispose()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless browser.

    It lives no longer than a module because Playwright's event loop would be in the way of asynchronous tests.
    """
    program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(program).exists():
        unreachable(f"there is no browser at {program}; install Debian's chromium or name one in CHROMIUM")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def prepared() -> Path:
    """A data folder in which nothing is missing; the next run finds it there and makes only what has changed."""
    return tests.prepared.prepared()


@pytest.fixture(scope="session")
def furnish(prepared: Path) -> Furnish:
    """Makes an empty folder a data folder with the prepared model and index, a fresh shop of its own and no log."""

    def furnished(folder: Path) -> Path:
        for part in filter(Path.is_dir, prepared.iterdir()):
            (folder / part.name).symlink_to(part)
        shutil.copy(prepared / SHOP, folder / SHOP)
        return folder

    return furnished
