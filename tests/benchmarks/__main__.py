"""`python -m tests.benchmarks`: measures everything and writes RESULTS.md; wants a machine that does nothing else."""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import dial, gaps, languages, live, results, turns, understanding
from tests.benchmarks.figures import Figure
from tests.benchmarks.knowledge import __main__ as knowledge
from tests.benchmarks.typing import __main__ as typing
from tests.benchmarks.typing import bases

COMMANDS = {
    "python -m tests.benchmarks.understanding": understanding.measure,
    "python -m tests.benchmarks.turns": turns.measure,
}
BASE = "A knowledge base"
BASE_COMMANDS = {
    "python -m tests.benchmarks.dial": dial.measure,
    "python -m tests.benchmarks.gaps": gaps.measure,
    "python -m tests.benchmarks.languages": languages.measure,
    "python -m tests.benchmarks.typing": lambda _data: typing.measure(bases.shop()),
}
BASE_TABLE = ["| figure | ours | to reach | published or peer | command |", "| --- | --- | --- | --- | --- |"]
LIVE = "python -m tests.benchmarks.live"
"""It makes a base of 10,000 articles first, which takes minutes."""

TABLE = ["| figure | ours | to reach | Rasa | command |", "| --- | --- | --- | --- | --- |"]
EXTENSIONS = ("avx2", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16")
"""Of processors: what multiplies matrices fast."""


def main() -> int:
    """Measure, print, and keep the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="what `python -m bot prepare` filled (%(default)s)")
    parser.add_argument("--sets", type=Path, metavar="DIR", help="the folder with the public sets of questions and answers")
    parser.add_argument("--live", action="store_true", help=f"also {LIVE}, which takes minutes")
    parser.add_argument("--base", action="store_true", help=f"only what stands under {BASE!r}")
    arguments = parser.parse_args()
    if not arguments.base:
        _measure_service(arguments.data)
    for command, measure in _chosen(arguments).items():
        print(f"{command} ...", file=sys.stderr)
        rows = [_row(figure, command) for figure in measure(arguments.data)]
        print("\n".join(rows))
        results.merge(BASE, BASE_TABLE, command, rows)
    return 0


def _measure_service(data: Path) -> None:
    lines = [f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}", "", *TABLE]
    for command, measure in COMMANDS.items():
        print(f"{command} ...", file=sys.stderr)
        lines += [_row(figure, command) for figure in measure(data)]
    text = "\n".join(lines)
    print(text)
    results.write(_processor(), text)


def _chosen(arguments: argparse.Namespace) -> dict[str, Callable[[Path], Iterable[Figure]]]:
    """The benchmarks of a knowledge base by command."""
    public = {knowledge.COMMAND: lambda _data: knowledge.measure(arguments.sets)} if arguments.sets else {}
    return {**public, **BASE_COMMANDS, **({LIVE: live.measure} if arguments.live else {})}


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
