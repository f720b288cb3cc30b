"""STAR's flow charts as our flows."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = "star_flows"
QUERY, MORE = "query", "_more"
HELLO, GOODBYE = "hello", "goodbye_1"
FORGOTTEN = r"\b(forg[eo]t\w*|(don.?t|do not|can.?t|cannot) (know|remember|recall|have|find)|no idea|lost|not sure)\b"
SAID = {
    "ask_name": r"\b(my name|name is|i.?m [a-z]+ [a-z]+, |this is [a-z]+ [a-z]+)\b",
    "bank_ask_account_number": r"\b\d{6,}\b",
    "bank_ask_pin": r"\bpin\b.{0,12}\d{3,4}|^\W*\d{4}\W*$",
}
"""Values that users give before they are asked for them."""
INFO = "info"
"""The slot that says whether what the chart asks for first is known."""


@dataclass(frozen=True)
class Chart:
    """One task: `asks` in the order of the chart, `detour` what is asked instead of `skipped` from somebody who does not know it.

    `found` and `failed` are what is said of the query, `more` what follows.
    """

    task: str
    asks: tuple[str, ...]
    detour: tuple[str, ...]
    skipped: tuple[str, ...]
    found: str
    failed: str
    more: str

    @property
    def actions(self) -> frozenset[str]:
        """What a wizard who keeps to the chart may do."""
        return frozenset((HELLO, *self.asks, *self.detour, self.found, self.failed, self.more, GOODBYE))


def read(folder: Path) -> dict[str, Chart]:
    """The charts by task."""
    tasks = json.loads((folder / FOLDER / "tasks.json").read_text(encoding="utf-8"))
    return {one["task"]: _chart(one["task"], one["graph"], one["replies"]) for one in tasks}


def write(chart: Chart, folder: Path) -> None:
    """The chart as two flows in `folder`: what is asked before the query, and whether there is more to do."""
    (folder / f"{chart.task}.toml").write_text("\n".join(_flow(chart)), encoding="utf-8")
    more = 'intents = []\nslots = []\nconfirm = true\naction = "again"\n'
    (folder / f"{chart.task}{MORE}.toml").write_text(more, encoding="utf-8")


def _chart(task: str, graph: Mapping[str, str], replies: Mapping[str, str]) -> Chart:
    asks = tuple(_chain(graph, graph["hello"], ()))
    detour = tuple(_chain(graph, graph["info_missing"], asks)) if "info_missing" in graph else ()
    joins = graph[detour[-1]] if detour else ""
    skipped = asks[1 : asks.index(joins)] if joins in asks else asks[1:] if detour else ()
    found = graph.get("query_success", graph.get(QUERY, ""))
    nothing = next((name for name in replies if name.endswith("nothing_found")), found)
    return Chart(task, asks, detour, skipped, found, graph.get("query_failure", nothing), graph.get(found, "anything_else"))


def _chain(graph: Mapping[str, str], start: str, known: tuple[str, ...]) -> Iterator[str]:
    while start != QUERY and start not in known:
        yield start
        start = graph[start]


def _flow(chart: Chart) -> Iterator[str]:
    yield f'intents = []\naction = "{QUERY}"\n'
    if chart.detour:
        yield f'[[slots]]\nname = "{INFO}"\ndefault = "given"\n[slots.choices]'
        yield f"missing = {{ words = {{ en = '{FORGOTTEN}' }} }}\ngiven = {{}}\n"
    for name in (*chart.asks[:1], *chart.detour, *chart.asks[1:]):
        known = "missing" if name in chart.detour else "given" if name in chart.skipped else ""
        yield f'[[slots]]\nname = "{name}"\ntext = true'
        yield f'when = {{ {INFO} = "{known}" }}' if known else ""
        yield f"[slots.choices]\ngiven = {{ words = {{ en = '{SAID[name]}' }} }}\n" if name in SAID else ""
