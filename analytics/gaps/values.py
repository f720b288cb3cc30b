"""What a report of gaps says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from nlu.understanding import Language

Reason = Literal["handed_off", "not_understood", "out_of_scope", "searched", "thumbed_down"]
Followed = Literal["pleased", "silent", "asked", "displeased"]
State = Literal["open", "solved", "reopened"]
Direction = Literal["rising", "falling", "steady"]


@dataclass(frozen=True)
class HumanReply:
    """What a person told the customer, without personal values, and how the customer took it."""

    text: str
    language: Language
    at: datetime
    followed: Followed


@dataclass(frozen=True)
class Question:
    """A message, masked, that the articles did not serve, why it is here, and what people answered."""

    text: str
    language: Language
    at: datetime
    conversation: str
    reasons: frozenset[Reason]
    replies: tuple[HumanReply, ...] = ()


@dataclass(frozen=True)
class Trend:
    """Questions a day, the oldest first, and where that goes; `chance` is that of so clear a change without a cause."""

    days: tuple[int, ...]
    direction: Direction
    chance: float

    @property
    def weeks(self) -> tuple[int, ...]:
        """Questions in every seven days back from the last one, the oldest first."""
        ends = range(len(self.days), 0, -7)
        return tuple(reversed([sum(self.days[max(0, end - 7) : end]) for end in ends]))


@dataclass(frozen=True)
class Gap:
    """Questions about one thing, of both languages.

    `name` is the most typical question by language, `terms` the words that tell it from other things, `count` the questions of
    the period and `left` those that no article answers even now. `since` is when it was first seen.
    """

    id: str
    name: Mapping[Language, str]
    terms: Mapping[Language, tuple[str, ...]]
    count: int
    left: int
    reasons: Mapping[Reason, int]
    trend: Trend
    state: State
    since: date
    solved: date | None
    reopened: date | None
    examples: Mapping[Language, tuple[str, ...]]
    questions: tuple[Question, ...] = field(repr=False)

    @property
    def title(self) -> str:
        """Its name in one line."""
        return " · ".join(self.name.values())


@dataclass(frozen=True)
class Report:
    """The gaps from `since` until `until`, the open ones first, the most asked first; `scattered` questions are in none."""

    since: datetime
    until: datetime
    questions: int
    scattered: int
    gaps: tuple[Gap, ...]

    def gap(self, gap_id: str) -> Gap | None:
        """The gap of that id."""
        return next((gap for gap in self.gaps if gap.id == gap_id), None)
