"""Which articles want looking after, why, and how badly."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import erfc, sqrt
from typing import Literal, Protocol

from knowledge_base.articles import LANGUAGES, Passage

Concern = Literal[
    "expired",
    "expiring",
    "overdue",
    "stale",
    "unhelpful",
    "falling",
    "unused",
    "dead_link",
    "untranslated",
    "contradiction",
    "translation",
    "duplicate",
]
Severity = Literal["high", "medium", "low"]
Alive = Callable[[str], bool]
"""Says of a URL or a path of the shop's site whether it leads anywhere."""

SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")
_LINK = re.compile(r"https?://[^\s<>\"'()\[\]，。；！？、）》”]+|(?<![\w/.])/[a-z][\w/-]*[\w-]")
_RARE = 0.05


class Kept(Protocol):
    """What is looked at of an article."""

    @property
    def id(self) -> str:
        """By which it is found."""
        ...

    @property
    def passages(self) -> Mapping[str, Passage]:
        """Language to passage."""
        ...

    @property
    def valid_until(self) -> datetime | None:
        """The moment from which it is no longer said, aware."""
        ...

    @property
    def review_by(self) -> date | None:
        """The day by which its owner looks at it again."""
        ...


@dataclass(frozen=True)
class Use:
    """How an article was used in a period: times it was said, and what customers thought of it."""

    said: int = 0
    helpful: int = 0
    unhelpful: int = 0

    @property
    def judged(self) -> int:
        """Times that somebody judged it."""
        return self.helpful + self.unhelpful


@dataclass(frozen=True)
class Rules:
    """From when on something is worth a word.

    An article is stale `stale_after` days after it was last changed or looked at, and unhelpful below the share `helpful`;
    `least` judgements are needed to say so.
    """

    stale_after: int = 180
    expiring_within: int = 14
    helpful: float = 0.5
    least: int = 10


@dataclass(frozen=True)
class Evidence:
    """What is known besides the articles; what is not given is not judged.

    `reviewed` is the day on which an article was last changed or looked at, `recent` and `earlier` are how it was used in two
    periods that follow one another.
    """

    reviewed: Mapping[str, date] = field(default_factory=dict, hash=False)
    recent: Mapping[str, Use] | None = field(default=None, hash=False)
    earlier: Mapping[str, Use] = field(default_factory=dict, hash=False)
    alive: Alive | None = None


@dataclass(frozen=True)
class Ailment:
    """One thing that is wrong with an article; `value` is what was measured, `reason` a sentence."""

    article_id: str
    concern: Concern
    severity: Severity
    reason: str
    value: str = ""


def health(
    articles: Iterable[Kept], now: datetime, evidence: Evidence | None = None, rules: Rules | None = None
) -> list[Ailment]:
    """All that is wrong at `now` (aware), the gravest first and then by article."""
    evidence, rules = evidence or Evidence(), rules or Rules()
    found = [one for article in articles for one in _ailments(article, now, evidence, rules)]
    return sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.article_id))


def _ailments(article: Kept, now: datetime, evidence: Evidence, rules: Rules) -> Iterator[Ailment]:
    yield from _validity(article, now, rules)
    yield from _review(article, now.date(), evidence, rules)
    if evidence.recent is not None:
        yield from _usage(article.id, evidence.recent.get(article.id, Use()), evidence.earlier.get(article.id), rules)
    if evidence.alive is not None:
        yield from _dead_links(article, evidence.alive)
    yield from _translations(article)


def _validity(article: Kept, now: datetime, rules: Rules) -> Iterator[Ailment]:
    until = article.valid_until
    if until is None or until > now + timedelta(rules.expiring_within):
        return
    if until <= now:
        yield Ailment(
            article.id, "expired", "high", f"is no longer said since {until:%Y-%m-%d}; renew or withdraw it", f"{until:%Y-%m-%d}"
        )
    else:
        yield Ailment(article.id, "expiring", "low", f"is said only until {until:%Y-%m-%d}", f"{until:%Y-%m-%d}")


def _review(article: Kept, today: date, evidence: Evidence, rules: Rules) -> Iterator[Ailment]:
    if article.review_by is not None and article.review_by < today:
        late = (today - article.review_by).days
        yield Ailment(article.id, "overdue", "medium", f"was to be reviewed by {article.review_by}, {late} days ago", str(late))
    reviewed = evidence.reviewed.get(article.id)
    if reviewed is not None and (age := (today - reviewed).days) > rules.stale_after:
        yield Ailment(article.id, "stale", "low", f"was last changed or reviewed {age} days ago, on {reviewed}", str(age))


def _usage(article_id: str, recent: Use, earlier: Use | None, rules: Rules) -> Iterator[Ailment]:
    if not recent.said:
        yield Ailment(article_id, "unused", "low", "was not said to anybody in the period", "0")
    if recent.judged < rules.least:
        return
    share = recent.helpful / recent.judged
    if share < rules.helpful:
        reason = f"helped only {recent.helpful} of {recent.judged} customers who judged it"
        yield Ailment(article_id, "unhelpful", "high", reason, f"{share:.2f}")
    if earlier is not None and earlier.judged >= rules.least and _fell(earlier, recent):
        before = earlier.helpful / earlier.judged
        reason = f"helps less than before: {share:.0%} of {recent.judged} judgements after {before:.0%} of {earlier.judged}"
        yield Ailment(article_id, "falling", "medium", reason, f"{share - before:+.2f}")


def _fell(earlier: Use, recent: Use) -> bool:
    """Whether the helpful share fell by more than chance would let it: the one-sided test of two proportions."""
    pooled = (earlier.helpful + recent.helpful) / (earlier.judged + recent.judged)
    spread = sqrt(pooled * (1 - pooled) * (1 / earlier.judged + 1 / recent.judged))
    fall = earlier.helpful / earlier.judged - recent.helpful / recent.judged
    return spread > 0 and erfc(fall / spread / sqrt(2)) / 2 < _RARE


def _dead_links(article: Kept, alive: Alive) -> Iterator[Ailment]:
    for link in dict.fromkeys(link for passage in article.passages.values() for link in links(passage.answer)):
        if not alive(link):
            yield Ailment(article.id, "dead_link", "medium", f"links to {link}, which leads nowhere", link)


def _translations(article: Kept) -> Iterator[Ailment]:
    for language in LANGUAGES:
        if language not in article.passages:
            yield Ailment(article.id, "untranslated", "low", f"has no text in {language}", language)


def links(answer: str) -> Sequence[str]:
    """The URLs and the paths such as /account/orders in an answer."""
    return [found.rstrip(".,:;!?") for found in _LINK.findall(answer)]
