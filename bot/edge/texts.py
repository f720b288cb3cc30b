"""Texts from outside: what can be stored, and what has something to read in it."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
"""For every model that reads from outside."""

# Letters and symbols by their Unicode category, which nevertheless show nothing.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_LAYOUT = frozenset("\t\n\r")


def has_control(text: str, allowed: frozenset[str] = _LAYOUT) -> bool:
    """Whether `text` has a control character (NUL among them) that is not in `allowed`."""
    if text.isprintable():
        return False
    return any(unicodedata.category(char) in ("Cc", "Cs") and char not in allowed for char in text)


def is_empty(text: str) -> bool:
    """Whether `text` shows nothing: spaces, joiners, direction marks, fillers."""
    return not any(unicodedata.category(char)[0] in "LNPS" and char not in _BLANK for char in text)


def _written(text: str) -> str:
    if has_control(text):
        raise PydanticCustomError("bad_text", "has control characters")
    if is_empty(text):
        raise PydanticCustomError("empty_text", "shows nothing")
    return text


def _one_line(text: str) -> str:
    if has_control(text, frozenset()):
        raise PydanticCustomError("bad_text", "has control characters")
    return _written(text)


Text = Annotated[str, AfterValidator(_written)]
"""What a customer wrote, kept as it is; its length is checked against `limits.text_characters` in code points."""

Identifier = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]
"""A name or id of one line."""
