"""Texts with {placeholders}, in whatever structure."""

from collections.abc import Mapping
from string import Formatter
from typing import Any
from urllib.parse import quote


def names(template: Any) -> set[str]:
    """The placeholders; raises ValueError for a brace that is none."""
    if isinstance(template, str):
        return {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    if isinstance(template, Mapping):
        return set().union(*map(names, template.values()))
    if isinstance(template, list):
        return set().union(*map(names, template))
    return set()


def filled(template: Any, values: Mapping[str, Any]) -> Any:
    """The structure with its placeholders filled in; a text that is nothing but one keeps the value's type."""
    if isinstance(template, Mapping):
        return {name: filled(part, values) for name, part in template.items()}
    if isinstance(template, list):
        return [filled(part, values) for part in template]
    if not isinstance(template, str):
        return template
    only = template[1:-1] if template[:1] == "{" and template[-1:] == "}" else ""
    return values[only] if only in values else template.format(**values)


def quoted(template: str, values: Mapping[str, Any]) -> str:
    """A path; nothing in a value can leave the part of it that it stands in."""
    return template.format(**{name: quote(str(value), safe="") for name, value in values.items()})
