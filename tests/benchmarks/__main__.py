"""`python -m tests.benchmarks`: measures everything and writes RESULTS.md; wants a machine that does nothing else."""

import argparse
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import results, turns, understanding
from tests.benchmarks.figures import Figure

COMMANDS = {
    "python -m tests.benchmarks.understanding": understanding.measure,
    "python -m tests.benchmarks.turns": turns.measure,
}


TABLE = ["| figure | ours | to reach | Rasa | command |", "| --- | --- | --- | --- | --- |"]
EXTENSIONS = ("avx2", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16")
"""Of processors: what multiplies matrices fast."""


def main() -> int:
    """Measure, print, and keep the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="what `python -m bot prepare` filled (%(default)s)")
    arguments = parser.parse_args()
    lines = [f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}", "", *TABLE]
    for command, measure in COMMANDS.items():
        print(f"{command} ...", file=sys.stderr)
        lines += [_row(figure, command) for figure in measure(arguments.data)]
    text = "\n".join(lines)
    print(text)
    results.write(_processor(), text)
    return 0


def _processor() -> str:
    """The machine in words; what Linux says, where it says something."""
    file = Path("/proc/cpuinfo")
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    facts = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in text.splitlines())}
    flags = [flag for flag in EXTENSIONS if flag in facts.get("flags", "").split()]
    name = facts.get("model name", platform.machine())
    return f"{os.cpu_count()} cores, {name}: {', '.join(flags) or 'no vector units'}"


def _row(figure: Figure, command: str) -> str:
    return f"| {figure.name} | {figure.ours} | {figure.reach} | {figure.peer} | `{command}` |"


if __name__ == "__main__":
    sys.exit(main())
