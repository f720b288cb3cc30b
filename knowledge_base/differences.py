"""What is different between two states of an article, field by field and language by language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from knowledge_base.articles import Article
from knowledge_base.rows import COLUMNS, texts_of

# A Chinese character is a word of its own, so that a changed one does not mark the whole sentence.
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|.", re.DOTALL)
_AROUND = 24  # characters of what stayed, shown on each side of what did not


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True)
class Difference:
    """One field, named as its column (`en.answer`), that holds `new` and held `old`; "" is not set."""

    field: str
    old: str
    new: str

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The old and the new text in one, word by word."""
        old, new = _WORD.findall(self.old), _WORD.findall(self.new)
        return tuple(_pieces(old, new))

    @property
    def summary(self) -> str:
        """One line or more: `en.answer: …within [-14-]{+30+} days…`."""
        marked = {"same": _shortened, "removed": "[-{}-]".format, "added": "{{+{}+}}".format}
        return f"{self.field}: {''.join(marked[piece.kind](piece.text) for piece in self.pieces)}"


def differences(old: Article | None, new: Article | None) -> tuple[Difference, ...]:
    """The fields that differ, in the order of the columns; all that are set when there is nothing on one side."""
    before, after = (texts_of(article) if article else {} for article in (old, new))
    pairs = ((column, before.get(column, ""), after.get(column, "")) for column in COLUMNS)
    return tuple(Difference(column, was, now) for column, was, now in pairs if was != now)


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[start:end]))
            continue
        if end > start:
            yield Piece("removed", "".join(old[start:end]))
        if new_end > new_start:
            yield Piece("added", "".join(new[new_start:new_end]))


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * _AROUND else f"{text[:_AROUND]}…{text[-_AROUND:]}"
