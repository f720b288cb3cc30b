"""How long a turn takes that runs a flow and its actions for a customer with a profile."""

import argparse
import asyncio
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from bot import bootstrap
from bot.messages import Message
from configs import settings
from tests.benchmarks.figures import Figure

TALK = ("where is SK1048213?", "alex.morgan@example.com", "cancel order SK1050001", "no, keep it", "我想退掉SK1050008", "算了")
ROUNDS = 50
REACH = 15


def measure(data: Path, rounds: int = ROUNDS) -> list[Figure]:
    """Turns of one customer after another, each in a conversation of its own, on SQLite with full durability."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data"
        shutil.copytree(data, copy, ignore=shutil.ignore_patterns("shopkeeper.db*", "tests"))
        took = asyncio.run(_played(copy, rounds))
    return [
        Figure(
            "one turn with flow, action and profile, SQLite, durable, 1 client, p50",
            f"{statistics.median(took):.1f} ms",
            f"{REACH} ms",
        ),
        Figure("… p95", f"{statistics.quantiles(took, n=20)[-1]:.1f} ms"),
    ]


async def _played(data: Path, rounds: int) -> list[float]:
    """Milliseconds of each turn."""
    service = bootstrap.assemble(settings.load(), data)
    await service.start()
    took = []
    for number in range(rounds):
        for at, text in enumerate(TALK):
            message = Message(str(at), f"bench:{number}", f"customer {number % 5}", "rest", text)
            started = time.perf_counter()
            await service.respond(message)
            took.append(1000 * (time.perf_counter() - started))
    await service.stop()
    return took[len(TALK) :]  # the first round warms up


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.flow_turns", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="what `prepare` has made (%(default)s)")
    for figure in measure(parser.parse_args().data):
        print(figure.name, figure.ours, figure.reach, sep=" | ")


if __name__ == "__main__":
    main()
