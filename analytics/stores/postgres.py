"""PostgreSQL: several processes, which take turns at a conversation through advisory locks that end with the transaction."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from sqlalchemy import URL, BigInteger, ColumnElement, Connection, Engine, Text, bindparam, cast, create_engine, func, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from analytics.stores import StoreUnavailable, schema
from analytics.stores.databases import Database, preparing
from analytics.stores.rows import Append, to_json
from analytics.stores.tables import cursors, events, last_positions, profiles
from configs.errors import ConfigurationError

READERS, WRITERS = 4, 2

# Whatever stands still, the server, the network or another transaction, ends within seconds.
CONNECT = {"application_name": "shopkeeper", "connect_timeout": 3, "keepalives_idle": 10, "tcp_user_timeout": 5000}
SETTINGS = (
    "SET statement_timeout = '5s'; SET lock_timeout = '3s'; SET idle_in_transaction_session_timeout = '10s'; SET TIME ZONE 'UTC'"
)
SETUP = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'"
SETUP_LOCK = 0x53484F504B454550


def _number(xid: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(cast(xid, Text), BigInteger)


_SNAPSHOT = func.pg_current_snapshot()
_KEY: ColumnElement[int] = func.unnest(bindparam("keys", type_=ARRAY(BigInteger))).column_valued("key")
_TRY = select(_KEY).where(func.pg_try_advisory_xact_lock(_KEY))

_COLUMNS = tuple(column for column in events.c if column.name not in ("id", "xid"))
_ROWS = (
    func.jsonb_to_recordset(bindparam("rows", type_=JSONB))
    .table_valued(*(sa.column(column.name, column.type) for column in _COLUMNS))
    .render_derived(name="rows", with_types=True)
)
_INSERT = (
    sa.insert(events)
    .from_select([column.name for column in _COLUMNS], select(*_ROWS.c).order_by(_ROWS.c.conversation, _ROWS.c.position))
    .returning(events.c.id, events.c.conversation, events.c.position)
)


class Postgres(Database):
    """A database on a server.

    Ids do not rise in the order of commits, so followers go by transaction, and only as far as no older one is open. A
    transaction claims its conversations before it gets its own id, so that a conversation's events are in order there too.
    """

    cursor = (events.c.xid, events.c.id)
    last = last_positions(func.unnest(bindparam("names", type_=ARRAY(Text))).column_valued("name"))
    settled = events.c.xid < _number(func.pg_snapshot_xmin(_SNAPSHOT))

    def __init__(self, name: str, engine: Engine) -> None:
        super().__init__(name, engine, engine, ThreadPoolExecutor(READERS), ThreadPoolExecutor(WRITERS))

    def claim(self, connection: Connection, appends: Sequence[Append]) -> list[bool]:
        """Those whose conversation and source id no other transaction holds; nobody waits, so nobody can deadlock."""
        wanted = sorted({key for append in appends for key in _keys(append)})
        held = set(connection.execute(_TRY, {"keys": wanted}).scalars())
        return [held.issuperset(_keys(append)) for append in appends]

    def insert(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """One statement that stays the same however many rows there are, so that it is prepared once."""
        values = [{**row, "at": row["at"].isoformat()} for row in rows]
        ids = {(row.conversation, row.position): row.id for row in connection.execute(_INSERT, {"rows": values})}
        return [ids[row["conversation"], row["position"]] for row in rows]

    def durability(self, connection: Connection) -> str:
        """Full when each commit is flushed and a torn page can be mended."""
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            if connection.execute(select(func.current_setting(setting))).scalar_one() == "off":
                return f"reduced: {setting} is off"
        return "full"


def own(url: URL) -> Postgres:
    """The database, made or brought up to date; raises StoreUnavailable."""
    name, engine = _named(url), _engine(url)
    with preparing(name, engine) as connection:
        connection.execute(sa.text(SETUP))
        connection.execute(select(func.pg_advisory_xact_lock(SETUP_LOCK)))
        encoding = connection.execute(select(func.current_setting("server_encoding"))).scalar_one()
        if encoding != "UTF8":
            raise StoreUnavailable(f"{name} has the encoding {encoding}: make one with the encoding UTF8")
        schema.upgrade(connection, name)
        _adopt(connection)
    return Postgres(name, engine)


def beside(url: URL) -> Postgres:
    """The database as it is; raises StoreUnavailable."""
    name, engine = _named(url), _engine(url)
    with preparing(name, engine) as connection:
        schema.check(connection, name)
    return Postgres(name, engine)


def _named(url: URL) -> str:
    return f"the database {url.database} on {url.host or 'this machine'}"


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args=CONNECT,
            isolation_level="READ COMMITTED",
            json_serializer=to_json,
            max_overflow=0,
            pool_pre_ping=True,
            pool_size=READERS + WRITERS,
            pool_timeout=3,
        )
    except ModuleNotFoundError:
        raise ConfigurationError("PostgreSQL needs the package psycopg: pip install 'shopkeeper[postgres]'") from None
    sa.event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    connection.execute(SETTINGS)
    connection.commit()


def _adopt(connection: Connection) -> None:
    """Let followers see what was restored from another server's backup.

    Transactions may count from the start here, and rows of later ones would look as if they were still under way.
    """
    ahead = select(func.max(events.c.xid) >= _number(func.pg_snapshot_xmax(_SNAPSHOT)))
    if connection.execute(ahead).scalar():
        connection.execute(sa.update(events).values(xid=0))
        connection.execute(sa.update(cursors).values(cursor=""))
        connection.execute(sa.delete(profiles))


def _keys(append: Append) -> Iterator[int]:
    """The numbers of the locks that the append needs, the same in every process."""
    yield _key("conversation", append.conversation)
    if append.source:
        yield _key("source", append.source, append.source_id)


def _key(*names: str) -> int:
    return int.from_bytes(blake2b("\0".join(names).encode(), digest_size=8).digest(), signed=True)
