"""Refusals: what a customer says is not wanted, "don't cancel it", "我不是要退货", by the scope of the negation.

Only will is negated here, never fact: "I haven't been refunded" and "不能退货" ask for something. A negation reaches an action
over words of a closed class and no further, so that "I don't want it, cancel it" and "不要了，取消" keep their action.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlu import actions, patterns


@dataclass(frozen=True)
class Refusal:
    """`text[start:end]` of a folded message refuses what one of `intents` would do."""

    start: int
    end: int
    intents: frozenset[str]


@dataclass(frozen=True)
class _Rules:
    """One language's rules: what `named` does not find names no action, and `not_meant` before a negation annuls it."""

    patterns: tuple[re.Pattern[str], ...]
    named: re.Pattern[str]
    not_meant: re.Pattern[str]
    parts: dict[str, re.Pattern[str]]


def find(text: str) -> tuple[Refusal, ...]:
    """The refusals in a folded message, in order and without overlap."""
    found: list[Refusal] = []
    both = (
        *(_english(text) if _rules("en").named.search(text) else ()),
        *(_chinese(text) if _rules("zh").named.search(text) else ()),
    )
    for refusal in sorted(both, key=lambda one: (one.start, -one.end)):
        if found and refusal.start < found[-1].end:
            last = found.pop()
            refusal = Refusal(last.start, max(last.end, refusal.end), last.intents | refusal.intents)
        found.append(refusal)
    return tuple(found)


def _english(text: str) -> Iterator[Refusal]:
    rules = _rules("en")
    for pattern in rules.patterns:
        for match in pattern.finditer(text):
            if rules.not_meant.search(text, 0, match.start("negator")):
                continue
            listed = rules.parts["list"].match(text, match.end("action"))
            stop = rules.parts["end"].search(text, max(listed.end() if listed else 0, match.end()))
            intents = actions.named(match["action"])
            for word in rules.parts["action"].findall(listed[0]) if listed else ():
                intents |= actions.named(word)
            start = min(match.start("negator"), match.start("action"))
            yield Refusal(start, stop.start() if stop else len(text), intents)


def _chinese(text: str) -> Iterator[Refusal]:
    rules = _rules("zh")
    for pattern in rules.patterns:
        for match in pattern.finditer(text):
            if _not_meant(text, match, rules):
                continue
            tail = rules.parts["tail"].match(text, match.end())
            start = min(match.start("negator"), match.start("action"))
            yield Refusal(start, tail.end() if tail else match.end(), actions.named(match["action"]))


def _not_meant(text: str, match: re.Match[str], rules: _Rules) -> bool:
    """Whether a Chinese negation asks, supposes or reproaches."""
    if rules.not_meant.search(text, 0, match.start("negator")) or rules.parts["condition"].match(text, match.end()):
        return True
    asked = rules.parts["asked"].match(text, match.end())
    return bool(asked) and match["negator"][0] in "不没我就"


@cache
def _rules(language: str) -> _Rules:
    found = patterns.load("refusals", language, {"actions": actions.alternatives(language)})
    parts = {name: re.compile(one) for name, one in found.single.items()}
    return _Rules(tuple(map(re.compile, found.listed)), parts["named"], parts["not_meant"], parts)
