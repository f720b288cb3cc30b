"""Whole turns over REST: how fast, how many, how much memory, and how soon after the start."""

import argparse
import asyncio
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from configs.errors import ConfigurationError
from tests.benchmarks.figures import Figure
from tests.benchmarks.load import Load, turns

HOST = "127.0.0.1"


def measure(data: Path, requests: int = 10_000) -> list[Figure]:
    """The service over a copy of `data`, which `python -m bot prepare` has filled."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data"
        shutil.copytree(data, copy, ignore=shutil.ignore_patterns("shopkeeper.db*"))
        with served(copy) as (port, process, started):
            first = asyncio.run(turns(HOST, port, 1, 1, "first"))
            seconds = time.perf_counter() - started
            asyncio.run(turns(HOST, port, 4, 200, "warm"))
            alone = asyncio.run(turns(HOST, port, 1, 1000, "alone"))
            before = _resident(process)
            crowd = asyncio.run(turns(HOST, port, 32, requests, "crowd"))
            return [*_figures(first, alone, crowd), *_memory(before, _resident(process), requests), _start(seconds)]


def _figures(first: Load, alone: Load, crowd: Load) -> list[Figure]:
    errors = first.errors + alone.errors + crowd.errors
    return [
        Figure("one REST turn, SQLite, durable, 1 client, p50", f"{alone.percentile(0.5):.1f} ms", "10 ms", "37.6 ms"),
        Figure("… p95", f"{alone.percentile(0.95):.1f} ms", "20 ms", "51.8 ms"),
        Figure("REST turns a second, 32 clients, load client included", f"{crowd.rate:.0f}", "200", "25.9"),
        Figure("… errors", str(errors), "0", ""),
    ]


def _memory(before: int, after: int, requests: int) -> list[Figure]:
    return [Figure(f"resident memory after {requests:,} turns (before)", f"{after} MB ({before} MB)", "600 MB, flat", "1,236 MB")]


def _start(seconds: float) -> Figure:
    return Figure("start to first answer with a trained model", f"{seconds:.1f} s", "5 s", "43 s")


@contextmanager
def served(data: Path) -> Iterator[tuple[int, subprocess.Popen[bytes], float]]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port), "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield port, process, started
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise ConfigurationError("the service did not start; try `python -m bot serve`")
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise ConfigurationError("the service did not listen within 30 seconds")


def _resident(process: subprocess.Popen[bytes]) -> int:
    """Megabytes that the service has in memory."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="what `python -m bot prepare` filled (%(default)s)")
    parser.add_argument("--requests", type=int, default=10_000, help="messages from 32 clients (%(default)s)")
    arguments = parser.parse_args()
    for figure in measure(arguments.data, arguments.requests):
        print(figure.name, figure.ours, figure.reach, figure.peer, sep=" | ")


if __name__ == "__main__":
    main()
