"""Markdown cut at its headings: each with the text below it, and notes that only programs read."""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

LINES = 1_500_000
HEADINGS = 100_000
PARAGRAPHS = 300_000
# A comment right below a heading: what the article has besides its question and answer.
_NOTE = re.compile(r"\A\s*<!-- article (\{.*?\}) -->[ \t]*(?:\n|\Z)", re.DOTALL)
_BLOCKS = ("fence", "code", "html_block", "heading", "lheading")


@dataclass(frozen=True)
class Section:
    """A heading of `level` 1 to 6 on `line`, the `text` below it, and the `note` in between; level 0 is what comes before."""

    line: int
    level: int
    heading: str
    text: str
    note: dict[str, Any] | None = field(default=None, hash=False)


class TooLong(Exception):
    """A text of more than `LINES`, `HEADINGS` or `PARAGRAPHS`."""


def sections(markdown: str, first_line: int = 1) -> list[Section]:
    """The sections of `markdown`. Where a heading has a note, a heading without one is no heading but text of its section.

    Raises TooLong.
    """
    lines = markdown.split("\n")
    headings = sum(line.startswith(("#", "---", "===")) for line in lines)
    if len(lines) > LINES or headings > HEADINGS or markdown.count("\n\n") > PARAGRAPHS:
        raise TooLong
    cut = list(_cut(lines, first_line))
    return list(_by_notes(lines, cut, first_line)) if any(section.note is not None for section in cut) else cut


def noted(heading: str, note: dict[str, Any], text: str, level: int = 2) -> str:
    """The section as Markdown that `sections` reads back, where heading and text do not look like sections themselves."""
    # A comment ends at the first "-->", wherever it stands.
    written = json.dumps(note, ensure_ascii=False, indent=2).replace("-->", "--\\u003e")
    return f"{'#' * level} {heading}\n\n<!-- article {written} -->\n\n{text}\n"


def _cut(lines: list[str], first_line: int) -> Iterator[Section]:
    start, end, level, heading = 0, 0, 0, ""
    for begin, after, depth, title in [*_headings("\n".join(lines)), (len(lines), len(lines), 0, "")]:
        text = "\n".join(lines[end:begin])
        if level or text.strip():
            yield _section(start + first_line, level, heading, text)
        start, end, level, heading = begin, after, depth, title


def _section(line: int, level: int, heading: str, text: str) -> Section:
    match = _NOTE.match(text)
    if level and match:
        try:
            return Section(line, level, heading, text[match.end() :].strip(), json.loads(match[1]))
        except (ValueError, RecursionError):
            return Section(line, level, heading, text.strip(), {})
    return Section(line, level, heading, text.strip())


def _by_notes(lines: list[str], cut: list[Section], first_line: int) -> Iterator[Section]:
    heads = [section for section in cut if section.note is not None]
    ends = [section.line - first_line for section in heads[1:]] + [len(lines)]
    for head, end in zip(heads, ends, strict=True):
        below = "\n".join(lines[head.line - first_line + 1 : end])
        match = _NOTE.match(below)
        yield Section(head.line, head.level, head.heading, (below[match.end() :] if match else head.text).strip(), head.note)


def _headings(markdown: str) -> Iterator[tuple[int, int, int, str]]:
    tokens: list[Token] = _parser().parse(markdown)
    for opening, inline in itertools.pairwise(tokens):
        if opening.type == "heading_open" and opening.map:
            yield opening.map[0], opening.map[1], int(opening.tag[1]), inline.content.strip()


@cache
def _parser() -> MarkdownIt:
    # Only the blocks in which a "#" means something else; lists and quotes would cost time and memory for nothing.
    parser = MarkdownIt("zero").enable([*_BLOCKS])
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser
