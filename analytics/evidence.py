"""Attributes with their evidence: which event said so, by which rule, and for how long it counts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from analytics.events import Recorded
from analytics.profiles import Attribute, Profile

RULES = "profiler 1"
"""The source of what rules, and no model, conclude."""

LASTS: Mapping[str, timedelta] = {
    "recent_intents": timedelta(days=30),  # a matter that is a month old is settled or comes up again
    "sentiments": timedelta(days=7),  # a mood does not outlast a week
    "sentiment_trend": timedelta(days=7),
    "unresolved": timedelta(days=30),  # the time for returns and exchanges
    "orders": timedelta(days=90),  # by then delivery, return and refund are over
    "last_order": timedelta(days=90),
    "interests": timedelta(days=60),  # who has not bought by then has given up or bought elsewhere
    "suggestion": timedelta(days=7),  # stock and prices move on
}
"""How long an attribute counts after its event; what is not named here lasts."""

MOST: Mapping[str, int] = {"recent_intents": 5, "sentiments": 5, "unresolved": 5, "orders": 5, "interests": 10}
"""The length of lists."""


def listed(profile: Profile, name: str, now: datetime) -> list[Any]:
    """The attribute's list, empty when it is not known or has expired."""
    return list(profile.value(name, now) or ())


def concluded(
    profile: Profile, name: str, value: Any, recorded: Recorded, source: str = RULES, confidence: float = 1.0
) -> Profile:
    """`profile` with what the event `recorded` says about `name`."""
    lasts = LASTS.get(name)
    attribute = Attribute(
        value=value,
        event=recorded.id,
        source=source,
        confidence=confidence,
        at=recorded.at,
        expires=recorded.at + lasts if lasts else None,
    )
    return replace(profile, attributes={**profile.attributes, name: attribute})


def added(
    profile: Profile, name: str, values: Iterable[Any], recorded: Recorded, source: str = RULES, confidence: float = 1.0
) -> Profile:
    """`profile` with `values` in front of the list `name`, each only once."""
    values = list(values)
    others = [value for value in listed(profile, name, recorded.at) if value not in values]
    return concluded(profile, name, [*values, *others][: MOST[name]], recorded, source, confidence)


def forgotten(profile: Profile, name: str) -> Profile:
    """`profile` without the attribute."""
    return replace(profile, attributes={known: value for known, value in profile.attributes.items() if known != name})
