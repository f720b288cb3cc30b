"""Writes values as TOML: tables of tables, and lists of tables last."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def dumps(values: Mapping[str, Any]) -> str:
    """`values` as a TOML document; raises TypeError for what TOML has no way to write."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_table(values, ()))).strip() + "\n"


def _table(values: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    plain = {name: value for name, value in values.items() if not _is_table(value, path)}
    if path and plain:
        yield f"[{'.'.join(path)}]"
    yield from (f"{_key(name)} = {_value(value)}" for name, value in plain.items())
    yield ""
    for name, value in values.items():
        if name in plain:
            continue
        if isinstance(value, Mapping):
            yield from _table(value, (*path, _key(name)))
            continue
        for one in value:
            yield f"[[{_key(name)}]]"
            yield from (f"{_key(inner)} = {_value(content)}" for inner, content in one.items())
            yield ""


def _is_table(value: Any, path: tuple[str, ...]) -> bool:
    """Whether a value has lines of its own: mappings at the top and one below, lists of mappings at the top."""
    if isinstance(value, Mapping):
        return len(path) < 2
    return not path and isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _key(name: str) -> str:
    return name if name and _BARE.issuperset(name) else _string(name)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_value(one)}" for name, one in value.items()) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"TOML has no {type(value).__name__}")


def _string(text: str) -> str:
    # JSON leaves the delete character as it is, TOML does not allow it.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
