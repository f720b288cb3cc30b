"""The variations of a wording: for everybody, or for one channel or tone."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as checked

STRICT = ConfigDict(extra="forbid")


@checked(frozen=True, config=STRICT)
class Variation:
    """A text with {names} to fill in; it is for the channel or the tone that it names, or for all."""

    text: str
    channel: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Manner:
    """How somebody is spoken to: on which channel, in which tone."""

    channel: str = ""
    tone: str = ""


_ENTRY: TypeAdapter[str | Variation | list[str | Variation]] = TypeAdapter(str | Variation | list[str | Variation])


def variations(value: object) -> tuple[Variation, ...]:
    """One text, one table or a list of them, as it is written in a file; raises pydantic.ValidationError."""
    entry = _ENTRY.validate_python(value)
    listed = entry if isinstance(entry, list) else [entry]
    return tuple(one if isinstance(one, Variation) else Variation(one) for one in listed)


def fitting(known: Sequence[Variation], manner: Manner) -> Sequence[Variation]:
    """Those that fit the manner best: by channel before tone, and what is for all where nothing fits."""
    allowed = [one for one in known if one.channel in ("", manner.channel) and one.tone in ("", manner.tone)]
    closeness = max(((bool(one.channel), bool(one.tone)) for one in allowed), default=(False, False))
    return [one for one in allowed if (bool(one.channel), bool(one.tone)) == closeness]
