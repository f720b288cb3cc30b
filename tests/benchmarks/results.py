"""RESULTS.md: parts under headings, each of which a benchmark replaces by itself."""

from collections.abc import Sequence
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = """\
# Measured

`make bench` replaces the part of the processor that it runs on. Rasa Open Source 3.6.21 with its SQLite store was
measured on another machine of two cores, with the same conversations.
"""


def write(name: str, text: str) -> None:
    """Replace the part under the heading `name`, or add it at the end."""
    parts = {**_parts(RESULTS.read_text(encoding="utf-8")), name: text}
    RESULTS.write_text(HEAD + "".join(f"\n## {title}\n\n{part}\n" for title, part in parts.items()), encoding="utf-8")


def merge(name: str, table: Sequence[str], command: str, rows: Sequence[str]) -> None:
    """Replace those rows under the heading `name` that a `command` has written; all else there stays.

    `table` is the head of the table, where there is none yet; a row ends with its command.
    """
    lines = _parts(RESULTS.read_text(encoding="utf-8")).get(name, "\n".join(table)).split("\n")
    own = [number for number, line in enumerate(lines) if line.endswith(f"| `{command}` |")]
    place = own[0] if own else max(number for number, line in enumerate(lines) if line.startswith("|")) + 1
    before, after = ([line for line in part if line not in {lines[at] for at in own}] for part in (lines[:place], lines[place:]))
    write(name, "\n".join([*before, *rows, *after]))


def _parts(results: str) -> dict[str, str]:
    """What was measured before, by heading."""
    _, *parts = results.split("\n## ")
    return {name: text.strip() for name, _, text in (part.partition("\n") for part in parts)}
