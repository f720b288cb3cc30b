"""A profile for people: every attribute with what it rests on."""

from datetime import datetime, timedelta
from typing import Any

from rich.table import Table
from rich.text import Text

from analytics.profiles import Attribute, Profile

UNITS = (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("min", timedelta(minutes=1)), ("s", timedelta(seconds=1)))


def table(profile: Profile, now: datetime) -> Table:
    """One row an attribute: value, source, confidence, the event that set it, how long ago, and for how long it still counts."""
    shown = Table(title=Text(f"What is known of {profile.customer}"))
    for column in ("attribute", "value", "source", "confidence", "event", "age", "expires"):
        shown.add_column(column, overflow="fold")
    for name, attribute in sorted(profile.attributes.items()):
        # Text, because customers' words are no markup.
        shown.add_row(*map(Text, (name, _text(attribute.value), *_evidence(attribute, now))))
    return shown


def _evidence(attribute: Attribute, now: datetime) -> tuple[str, ...]:
    confidence, age = f"{attribute.confidence:.2f}", _length(now - attribute.at)
    return attribute.source, confidence, str(attribute.event), age, _rest(attribute, now)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(_text, value)) or "none"
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_text(part)}" for key, part in value.items())
    return str(value)


def _rest(attribute: Attribute, now: datetime) -> str:
    if attribute.expires is None:
        return "never"
    return f"in {_length(attribute.expires - now)}" if attribute.expires > now else "expired"


def _length(time: timedelta) -> str:
    """The time in its largest unit, such as 3 h."""
    for unit, size in UNITS:
        if time >= size:
            return f"{time // size} {unit}"
    return "now"
