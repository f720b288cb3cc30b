"""Where the demo shop is kept: any database that SQLAlchemy reaches, SQLite by default."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, insert, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from configs.errors import ConfigurationError
from knowledge_base.demo.generator import CUSTOMERS, SEED, Progress, generate
from knowledge_base.demo.records import Row
from knowledge_base.demo.tables import TABLES, facts, metadata
from knowledge_base.products import Product

DEFAULT = "sqlite:///{data}/shop.db"
VERSION = "1"
BATCH = 5000
PREPARING_SECONDS = 60.0
PREPARING_LOCK = 5_346_001


def connect(url: str, seconds: float) -> Engine:
    """An engine that waits at most about `seconds` for a connection, a lock or a statement.

    SQLite keeps a rollback journal and syncs fully, so that several processes may write. Raises ConfigurationError for a URL
    that cannot be used.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(parsed, seconds)
        return create_engine(parsed, connect_args=_patience(parsed, seconds), pool_pre_ping=True, pool_timeout=seconds)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConfigurationError(f"the shop's database cannot be used: {error}; write it like {DEFAULT}") from None


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that takes its write lock at once, so that it can never fail half-way for want of it."""
    with engine.connect().execution_options(shop_writes=True) as connection, connection.begin():
        yield connection


def prepare(
    url: str,
    products: Sequence[Product],
    today: date,
    seed: int = SEED,
    progress: Progress = lambda done, of: None,
    customers: int = CUSTOMERS,
) -> bool:
    """Make the demo shop when it is not there yet and say whether it was made.

    It appears whole in one transaction or not at all, also when two processes prepare it at once. One that is there gets the
    tables that it lacks. Raises ConfigurationError when the database cannot be used, and KeyError when a product of a fixed
    order is missing.
    """
    engine = connect(url, PREPARING_SECONDS)
    try:
        with engine.connect() as connection:
            made, whole = _made(connection), _whole(connection)
        if made:
            if not whole:
                _complete(engine)
            return False
        rows = list(generate(products, today, seed, customers, progress))
        with writing(engine) as connection:
            return _written(connection, rows, {"version": VERSION, "seed": str(seed), "today": today.isoformat()})
    except DBAPIError as error:
        raise ConfigurationError(
            f"the shop's database {_shown(engine)} cannot be used: {error.orig}; check `bot.shop.database`"
        ) from None
    finally:
        engine.dispose()


def _written(connection: Connection, rows: Iterable[Row], about: dict[str, str]) -> bool:
    _alone(connection)
    if _made(connection):
        return False
    metadata.create_all(connection)
    kinds: dict[type[Row], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        kinds[type(row)].append(vars(row))
    for kind, table in TABLES.items():
        for first in range(0, len(kinds[kind]), BATCH):
            connection.execute(insert(table), kinds[kind][first : first + BATCH])
    connection.execute(insert(facts), [{"name": name, "value": value} for name, value in about.items()])
    return True


def _complete(engine: Engine) -> None:
    with writing(engine) as connection:
        _alone(connection)
        metadata.create_all(connection)


def _alone(connection: Connection) -> None:
    """Keep other processes out until the transaction ends, as is always so on SQLite."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": PREPARING_LOCK})


def _whole(connection: Connection) -> bool:
    return set(metadata.tables) <= set(inspect(connection).get_table_names())


def _made(connection: Connection) -> bool:
    """Whether the shop is there; raises ConfigurationError when another version of this program made it."""
    if not inspect(connection).has_table(facts.name):
        return False
    version = connection.scalar(select(facts.c.value).where(facts.c.name == "version"))
    if version != VERSION:
        raise ConfigurationError(
            f"the demo shop in {_shown(connection.engine)} was made by another version; delete it and start again"
        )
    return True


def _shown(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _sqlite(url: URL, seconds: float) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ArgumentError("it needs a file, because each connection would see a database of its own")
    engine = create_engine(url, connect_args={"timeout": seconds}, poolclass=NullPool)
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def _patience(url: URL, seconds: float) -> dict[str, Any]:
    """What psycopg is told of time; other drivers keep their own limits."""
    if url.get_driver_name() != "psycopg":
        return {}
    milliseconds = int(seconds * 1000)
    own = url.query.get("options", "")
    options = f"{own} -c lock_timeout={milliseconds} -c statement_timeout={milliseconds}"
    return {"connect_timeout": max(1, round(seconds)), "options": options}


def _settle(connection: Any, record: object) -> None:
    # The driver must not open transactions of its own: `_begin` chooses their kind.
    connection.isolation_level = None
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    kind = "IMMEDIATE" if connection.get_execution_options().get("shop_writes") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {kind}")
