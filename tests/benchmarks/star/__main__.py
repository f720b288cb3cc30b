"""`python -m tests.benchmarks.star`: STAR's next actions by its flow charts as our flows, of which none is learnt."""

import argparse
import gzip
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot import flows
from tests.benchmarks import results
from tests.benchmarks.star.charts import FOLDER, Chart, read, write
from tests.benchmarks.star.predicting import begun
from tests.benchmarks.tau.__main__ import PART, TABLE

COMMAND = "python -m tests.benchmarks.star"
Pair = tuple[str, str]


def pairs(dialogue: Mapping[str, Any], chart: Chart) -> Iterator[Pair]:
    """The wizard's actions of a dialogue, each with ours in its place."""
    wizard = begun(chart)
    for event in dialogue["events"]:
        if event["Action"] == "pick_suggestion" and event.get("ActionLabel"):
            yield event["ActionLabel"], wizard.next()
            wizard.done(event["ActionLabel"])
        else:
            wizard.hear(event)


def accuracy(found: Sequence[Pair]) -> float:
    """The share of equal actions."""
    return sum(gold == ours for gold, ours in found) / len(found)


def weighted_f1(found: Sequence[Pair]) -> float:
    """F1 of each action, by how often the wizards took it."""
    golds, ours, equal = (
        Counter(gold for gold, _ in found),
        Counter(one for _, one in found),
        Counter(a for a, b in found if a == b),
    )
    return sum(count * 2 * equal[label] / (count + ours[label]) for label, count in golds.items()) / len(found)


def main() -> None:
    """Print the figures and write them down."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, metavar="DIR", help="the folder that holds star_flows")
    parser.add_argument("--shown", action="store_true", help="print what was most often mistaken for what")
    chosen = parser.parse_args()
    charts = read(chosen.sets)
    with tempfile.TemporaryDirectory() as name, gzip.open(chosen.sets / FOLDER / "dialogues.jsonl.gz", "rt") as lines:
        for chart in charts.values():
            write(chart, Path(name))
        flows.use(Path(name))
        dialogues = [one for one in map(json.loads, lines) if one["task"] in charts]
        found = [(one, [*pairs(one, charts[one["task"]])]) for one in dialogues]
    everything = [pair for _, several in found for pair in several]
    plain = [pair for one, several in found if one["happy"] and one["completion"] == "Complete" for pair in several]
    drawn = [pair for one, several in found for pair in several if pair[0] in charts[one["task"]].actions]
    if chosen.shown:
        print(*Counter(pair for pair in everything if pair[0] != pair[1]).most_common(25), sep="\n")
    rows = [
        f"| STAR next action, {len(charts)} tasks with a chart, {kind} {len(some)} turns: accuracy; weighted F1 "
        f"| {accuracy(some):.3f}; {weighted_f1(some):.3f} |  |  | `{COMMAND}` |"
        for kind, some in (("all", everything), ("happy and complete", plain), ("those whose action a chart has", drawn))
    ]
    print(*TABLE, *rows, sep="\n")
    results.merge(PART, TABLE, COMMAND, rows)


if __name__ == "__main__":
    main()
