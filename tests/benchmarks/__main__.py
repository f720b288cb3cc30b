"""`python -m tests.benchmarks`: measures everything and writes RESULTS.md; wants a machine that does nothing else."""

import argparse
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import turns, understanding
from tests.benchmarks.figures import Figure

RESULTS = Path(__file__).with_name("RESULTS.md")
COMMANDS = {
    "python -m tests.benchmarks.understanding": understanding.measure,
    "python -m tests.benchmarks.turns": turns.measure,
}


def main() -> int:
    """Measure, print, and keep the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="what `python -m bot prepare` filled (%(default)s)")
    arguments = parser.parse_args()
    lines = _head()
    for command, measure in COMMANDS.items():
        print(f"{command} ...", file=sys.stderr)
        lines += [_row(figure, command) for figure in measure(arguments.data)]
    text = "\n".join(lines) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _head() -> list[str]:
    return [
        "# Measured",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()};",
        "`make bench` writes this file.",
        "Rasa Open Source 3.6.21 with its SQLite store was measured on a machine of the same size with the same conversations.",
        "",
        "| figure | ours | to reach | Rasa | command |",
        "| --- | --- | --- | --- | --- |",
    ]


def _row(figure: Figure, command: str) -> str:
    return f"| {figure.name} | {figure.ours} | {figure.reach} | {figure.peer} | `{command}` |"


if __name__ == "__main__":
    sys.exit(main())
