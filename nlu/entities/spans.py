"""What the finders of one kind hand over, and the one place where overlapping findings are decided."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from nlu.understanding import Language


class Certainty(IntEnum):
    """How much of a finding's reason lies in itself."""

    BARE = 0  # a plain number that the words around it explain
    WORDED = 1  # says what it is: a currency, a month, a product's name
    FORMAL = 2  # a format that nothing else has: an e-mail address, SK1048213


@dataclass(frozen=True, slots=True)
class Span:
    """A finding in a folded text: `text[start:end]` is a `type` and means `normalized`."""

    type: str
    start: int
    end: int
    normalized: str
    certainty: Certainty = Certainty.WORDED


@dataclass(frozen=True, slots=True)
class Context:
    """What a finder may look at: the folded text, the same text in the customer's own letter case, and the circumstances.

    `text` and `cased` have one length; `digits` counts their digits, so that a finder of numbers need not begin without any.
    `currency` is what an amount without one is in.
    """

    text: str
    cased: str
    digits: int
    language: Language
    today: date
    currency: str = "USD"


def resolved(found: Iterable[Span]) -> list[Span]:
    """The findings that stay where several overlap, in order: the surest wins, then the longest, then the first found."""
    ranked = sorted(found, key=lambda span: (-span.certainty, span.start - span.end))
    kept: list[Span] = []
    starts: list[int] = []
    for span in ranked:
        place = bisect_left(starts, span.start)
        free_before = place == 0 or kept[place - 1].end <= span.start
        if free_before and (place == len(kept) or span.end <= kept[place].start):
            kept.insert(place, span)
            starts.insert(place, span.start)
    return kept
