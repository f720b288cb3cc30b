"""What pydantic found wrong, as the refusal that a client gets."""

from collections.abc import Sequence
from typing import Any

from bot.edge.problems import WORDINGS, Problem

_CODES = {
    "bool_parsing": "bad_value",
    "extra_forbidden": "unknown_field",
    "greater_than_equal": "bad_value",
    "less_than_equal": "bad_value",
    "literal_error": "bad_value",
    "missing": "missing_field",
    "string_pattern_mismatch": "bad_value",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_unicode": "bad_text",
    "union_tag_invalid": "unknown_type",
    "union_tag_not_found": "missing_field",
    "value_error": "bad_article",
}


def problem_from(errors: Sequence[Any]) -> Problem:
    """The first of pydantic's `errors` as a Problem; names a field only when it is ours, never the client's."""
    first = errors[0]
    place = [part for part in first["loc"] if isinstance(part, str)]
    if first["type"] == "missing" and place == ["body"]:
        return Problem("body_missing")
    code = first["type"] if first["type"] in WORDINGS else _CODES.get(first["type"], "wrong_type")
    ours = code != "unknown_field" and len(place) > 1
    return Problem(code, field=place[-1] if ours else "", reason=_reason(first) if code == "bad_article" else "")


def _reason(error: Any) -> str:
    """What an article's own checks say, after the name of the field: `en.answer: is blank`."""
    field = ".".join(str(part) for part in error["loc"][1:])
    return ": ".join(part for part in (field, error["msg"].removeprefix("Value error, ")) if part)
