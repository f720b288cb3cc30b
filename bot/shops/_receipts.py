"""Keeps the receipts of what another system was asked to do, so that it is asked once."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from pydantic import TypeAdapter
from sqlalchemy import JSON, Column, Connection, MetaData, String, Table, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import ShopUnavailable
from bot.requests import OrderRequest, Receipt, Request
from knowledge_base.demo.database import connect, writing

PATIENCE = 20.0
"""Seconds for which somebody waits who asks for something about the same order; on SQLite, about anything."""

metadata = MetaData()
# `receipt` is null while it is being done, or when that ended without an answer. The order is not kept, only its number.
kept = Table(
    "receipts",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("number", String(64), nullable=False, server_default=""),
    Column("receipt", JSON(none_as_null=True)),
)
RECEIPT = TypeAdapter(Receipt)
Do = Callable[[bool], Receipt]


class Receipts:
    """Receipts in the database at `url`; several processes may share it."""

    def __init__(self, url: str) -> None:
        self._engine = connect(url, PATIENCE)
        self._made = False

    def once(self, request: Request, key: str, do: Do) -> tuple[Receipt, str]:
        """The receipt under `key` with its order's number; `do` it when there is none yet.

        What is `do`ne about one order is done one after the other. Its argument says whether it was tried before without an
        answer, so that the system may have done it. Raises what `do` raises, and ShopUnavailable.
        """
        mark = digest(key)
        with _reachable():
            before = self._begin(mark)
            with writing(self._engine) as connection:
                _take_turns(connection, sorted({mark, digest(_subject(request))}))
                row = connection.execute(select(kept).where(kept.c.key == mark)).one()
                if row.receipt is not None:
                    return RECEIPT.validate_python(row.receipt, strict=False), row.number
                receipt = do(before)
                _keep(connection, mark, receipt)
        return receipt, receipt.order.number if receipt.order else ""

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def _begin(self, mark: str) -> bool:
        """Note down that it begins, and say whether it had begun before."""
        self._make()
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(kept).values(key=mark))
        except IntegrityError:
            return True
        return False

    def _make(self) -> None:
        if not self._made:
            with writing(self._engine) as connection:
                _take_turns(connection, [digest(kept.name)])
                metadata.create_all(connection)
            self._made = True


def _keep(connection: Connection, mark: str, receipt: Receipt) -> None:
    number = receipt.order.number if receipt.order else ""
    values = RECEIPT.dump_python(replace(receipt, order=None), mode="json")
    connection.execute(update(kept).where(kept.c.key == mark).values(number=number, receipt=values))


def _subject(request: Request) -> str:
    return f"order {request.number}" if isinstance(request, OrderRequest) else repr(request)


def _take_turns(connection: Connection, digests: Sequence[str]) -> None:
    """Whoever wants the same waits until this transaction ends, as is always so on SQLite."""
    if connection.dialect.name == "postgresql":
        for mark in digests:
            connection.execute(select(func.pg_advisory_xact_lock(int(mark[:15], 16))))


def digest(text: str) -> str:
    """A text of one length, whatever `text` is, that does not tell it."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise ShopUnavailable(f"the database of receipts does not answer: {reason}") from error
