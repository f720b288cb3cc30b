"""Measures the event log: durable turns a second and the time that each waits."""

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import sqlalchemy
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy.exc import OperationalError

from analytics.events import AnswerFound, AnswerGiven, DecisionMade, Event, MessageReceived, MessageUnderstood, ReplySent
from analytics.stores import EventLog
from analytics.stores.opening import open_stores

POSTGRES = "postgresql+psycopg://postgres@127.0.0.1/test"
EXAMPLES = """\
examples:
  python tests/benchmarks/log.py
  python tests/benchmarks/log.py --writers 1 8 32 128 --seconds 10
  python tests/benchmarks/log.py --folder /mnt/disk --postgres ""      SQLite alone, on another disk

A turn is what one message leaves in the log: six events. The disk decides: watch `fsync` on a machine that does nothing else.
"""


@dataclass(frozen=True)
class Result:
    """One line: turns a second, and the milliseconds under which half, 95 % and 99 % of them were durable."""

    database: str
    writers: int
    rate: float
    median: float
    p95: float
    p99: float


def turn(number: int) -> tuple[Event, ...]:
    """What a usual turn appends."""
    name = f"m{number}"
    intents = (("delivery_period", 0.93), ("track_order", 0.04), ("shipping_cost", 0.01))
    reply = {
        "text": "Standard delivery takes 3 to 5 working days. " * 3,
        "quick_replies": [],
        "cards": [],
        "image": "",
        "data": {},
    }
    return (
        MessageReceived(message_id=name, channel="rest", customer="C0001", text="how long does delivery take?"),
        MessageUnderstood(
            message_id=name,
            language="en",
            intents=intents,
            out_of_scope=False,
            sentiment="neutral",
            sentiment_score=0.97,
            entities=(),
            model="benchmark",
        ),
        AnswerFound(article_id="a", version="1", index="i", confidence=0.91, alternatives=("b", "c", "d")),
        DecisionMade(policy="Grounded", action="", because="a answers with probability 0.91"),
        AnswerGiven(article_id="a"),
        ReplySent(reply_to=name, replies=(reply,)),
    )


async def measure(database: str, url: str, writers: int, seconds: float) -> Result:
    """Append for `seconds` from `writers` conversations at once, each turn after its last one."""
    log = open_stores(url).log
    waits: list[float] = []
    end = time.perf_counter() + seconds
    started = time.perf_counter()
    await asyncio.gather(*(write(log, f"c{number}", end, waits) for number in range(writers)))
    took = time.perf_counter() - started
    await log.close()
    waits.sort()
    median, p95, p99 = (1000 * waits[int(len(waits) * share)] for share in (0.5, 0.95, 0.99))
    return Result(database, writers, len(waits) / took, median, p95, p99)


async def write(log: EventLog, conversation: str, end: float, waits: list[float]) -> None:
    """Append turn after turn until the time is `end`; add how long each took."""
    number, position = 0, 0
    while (started := time.perf_counter()) < end:
        recorded = await log.append(conversation, position, turn(number), "benchmark", f"{conversation}/{number}")
        waits.append(time.perf_counter() - started)
        number, position = number + 1, position + len(recorded)


def measure_sqlite(folder: Path | None, writers: int, seconds: float) -> Result:
    """In a file that is deleted afterwards."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return asyncio.run(measure("SQLite", f"sqlite:///{place}/log.db", writers, seconds))


def measure_postgres(server: str, writers: int, seconds: float) -> Result:
    """In a schema that is dropped afterwards; raises sqlalchemy.exc.OperationalError when there is no server."""
    schema = f"benchmark_{secrets.token_hex(4)}"
    engine = sqlalchemy.create_engine(server, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    try:
        return asyncio.run(measure("PostgreSQL", f"{server}?options={quote(f'-c search_path={schema}')}", writers, seconds))
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
        engine.dispose()


def table(results: list[Result]) -> Table:
    """The results for people."""
    shown = Table(title="Durable turns of six events")
    for column in ("database", "writers", "turns/s", "p50 ms", "p95 ms", "p99 ms"):
        shown.add_column(column, justify="left" if column == "database" else "right")
    for result in results:
        numbers = f"{result.rate:,.0f}", f"{result.median:.1f}", f"{result.p95:.1f}", f"{result.p99:.1f}"
        shown.add_row(result.database, str(result.writers), *numbers)
    return shown


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(
        prog="python tests/benchmarks/log.py",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument(
        "--writers", type=int, nargs="+", default=[1, 32], metavar="N", help="conversations at once (default: 1 32)"
    )
    found.add_argument("--seconds", type=float, default=5.0, help="for each measurement (default: %(default)s)")
    found.add_argument("--folder", type=Path, metavar="DIR", help="where the SQLite file is made (default: a temporary folder)")
    found.add_argument("--postgres", default=POSTGRES, metavar="URL", help="the server, empty for none (default: %(default)s)")
    return found


def main() -> int:
    """Measure both databases and print a table; 2 when the server cannot be reached."""
    options, errors = parser().parse_args(), Console(stderr=True)
    results: list[Result] = []
    with Progress(console=errors) as progress:
        for writers in progress.track(options.writers, description="measuring"):
            results.append(measure_sqlite(options.folder, writers, options.seconds))
            if options.postgres:
                try:
                    results.append(measure_postgres(options.postgres, writers, options.seconds))
                except OperationalError as error:
                    errors.print(f"no PostgreSQL at {options.postgres}: {error.orig}; --postgres '' leaves it out", markup=False)
                    return 2
    Console().print(table(sorted(results, key=lambda result: (result.database, result.writers))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
