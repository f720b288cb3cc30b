"""YAML from strangers: no anchors, which can stand for billions of values, no tags and no depth."""

from typing import Any

import yaml

DEEPEST = 30
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotPlain(Exception):
    """A text that is not YAML, or more than it needs to be; the message says what and where."""


def loaded(text: str) -> Any:
    """The value of `text`.

    Raises NotPlain.
    """
    try:
        _check(text)
        return yaml.load(text, Loader=_LOADER)  # noqa: S506
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f" in line {mark.line + 1}" if mark else ""
        raise NotPlain(f"is not YAML: {getattr(error, 'problem', None) or error}{place}") from None


def _check(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise NotPlain("uses an anchor (*); write the value out")
        depth += isinstance(event, _OPENING)
        depth -= isinstance(event, _CLOSING)
        if depth > DEEPEST:
            raise NotPlain(f"is nested deeper than {DEEPEST} levels; flatten it")
