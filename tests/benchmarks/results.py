"""RESULTS.md: parts under headings, each of which a benchmark replaces by itself."""

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


def _parts(results: str) -> dict[str, str]:
    """What was measured before, by heading."""
    _, *parts = results.split("\n## ")
    return {name: text.strip() for name, _, text in (part.partition("\n") for part in parts)}
