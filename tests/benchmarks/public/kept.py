"""What was measured on the public sets so far: the latest figures, and how often each test part was scored."""

import json
from pathlib import Path
from typing import Any

from tests.benchmarks.public.goals import GOALS, TRIED, Goal

FILE = Path(__file__).with_name("measured.json")
COMMAND = "make bench-nlu DATA=…"
HEAD = [
    "Trained and served by the same code as the shop's model, with settings chosen by the amount of data alone "
    "(`nlu/schedule.py`), on one encoder, all-MiniLM-L6-v2 of 22 million weights; what was chosen was chosen on development "
    "parts. Others' figures are from the papers and result files that the sets' READMEs name.",
    "",
    "| set | figure | ours | to reach | published | test part scored | command |",
    "| --- | --- | --- | --- | --- | --- | --- |",
]


def read() -> dict[str, Any]:
    """By set: its `figures`, the digest of the `setting`, how often the test part was `scored` with any setting."""
    return dict(json.loads(FILE.read_text(encoding="utf-8"))) if FILE.exists() else {}


def add(name: str, figures: dict[str, float], setting: str) -> dict[str, Any]:
    """Keep the latest figures of a set and return everything that is kept."""
    known = read()
    scored = known.get(name, {}).get("scored", 0) + 1
    known[name] = {"figures": {key: round(value, 4) for key, value in figures.items()}, "setting": setting, "scored": scored}
    FILE.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return known


def section(known: dict[str, Any]) -> str:
    """The table, a row for each goal whose set was measured."""
    rows = [_row(goal, known[goal.set]) for goal in GOALS if goal.figure in known.get(goal.set, {}).get("figures", {})]
    return "\n".join([*HEAD, *rows, "", TRIED])


def _row(goal: Goal, entry: dict[str, Any]) -> str:
    value = entry["figures"][goal.figure]
    sign = "at most" if goal.most else "at least"
    ours = f"{value:.3f}" + ("" if goal.reached(value) else " (short)")
    return f"| {goal.set} | {goal.figure} | {ours} | {sign} {goal.reach} | {goal.published} | {entry['scored']} × | `{COMMAND}` |"
