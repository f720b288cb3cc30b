"""Denials of any request, "I'm not complaining", "发票不用开", by what a model hears in a clause and in its opposite.

A clause whose predicate is negated and its opposite are both read. Where both mean the same request, then the model has missed
the negation, and the request is denied. Where they differ, as those of "don't ship it" do, then the negation is what is asked
for.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlu import actions, patterns
from nlu.clauses import Clause
from nlu.reading import Read

_MAYBE = re.compile(
    r"n't|\b(?:not?|never|dont|doesnt|wont|havent|nobody|uninterested|rather)\b|[不别没勿甭谁哪]|免了|算了|并非|无需"
)
_ASKED = re.compile(r"[?？]|[吗么呢]\s*$")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_OVER = re.compile(r"\bany ?(?:more|longer)\b|\bno longer\b|不再|别再|以后")
# They stand beside a request and are none, unless they stand alone.
CHAT = frozenset({"greet", "goodbye", "thanks", "affirm", "deny", "bot_challenge"})
_SHARED = 0.35  # the least confidence of a request, or of a no, in the negated clause, and of the request in its opposite


@dataclass(frozen=True)
class Suspect:
    """`text[start:end]` of a folded message is a negated clause; `opposite` is what it says without the negation."""

    start: int
    end: int
    clause: str
    opposite: str


def possible(text: str) -> bool:
    """Whether a folded message has a word that may negate; most have none."""
    return _MAYBE.search(text) is not None


def suspects(text: str, clauses: Sequence[Clause]) -> Iterator[Suspect]:
    """The negated ones of the `clauses` of a folded message, in order."""
    for clause in clauses:
        words = text[clause.start : clause.end]
        match = None if _ASKED.search(text[clause.start : clause.end + 1]) else _negator(words)
        if match:
            opposite = words[: match.start("no")] + _table("opposites").get(match["no"], "") + words[match.end("no") :]
            yield Suspect(clause.start, clause.end, words, opposite.strip())


def denied(suspect: Suspect, heard: Read, opposite: Read) -> str:
    """The intent that a negated clause denies, empty if none; `heard` is what a model says of it, `opposite` of its opposite."""
    if opposite.out_of_scope:
        return ""
    refused = _chance(heard, "deny")
    chance, name = max((min(_chance(heard, one.name) + refused, one.confidence), one.name) for one in opposite.intents)
    return name if chance >= _SHARED and name not in CHAT and _names(suspect.clause, name) else ""


def _chance(read: Read, intent: str) -> float:
    return next((one.confidence for one in read.intents if one.name == intent), 0.0)


def _negator(words: str) -> re.Match[str] | None:
    negators, not_meant = _rules("zh" if _CHINESE.search(words) else "en")
    found = next(filter(None, (negator.search(words) for negator in negators)), None)
    return None if found is None or not_meant.search(words, 0, found.start("no")) else found


def _names(clause: str, intent: str) -> bool:
    """Whether a clause denies an intent in so many words, where customers ask for that by negations."""
    words = _table("named").get(intent)
    if words is None:
        return True
    return not _OVER.search(clause) and (actions.mentions(clause, intent) or bool(words and re.search(words, clause)))


@cache
def _rules(language: str) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    found = patterns.load("negators", language, {})
    return tuple(map(re.compile, found.listed)), re.compile(found.single["not_meant"])


@cache
def _table(name: str) -> Mapping[str, str]:
    table: Mapping[str, str] = tomllib.loads((patterns.DATA / "negators.toml").read_text(encoding="utf-8"))[name]
    return table
