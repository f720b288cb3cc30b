"""What is written as TOML is read as it was."""

import tomllib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.testing import toml

# TOML has no lone surrogates, and tomllib reads \r\n as \n only between lines.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = TEXTS | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_any_document_is_read_as_it_was_written(values: dict[str, object]) -> None:
    assert tomllib.loads(toml.dumps(values)) == values


def test_tables_have_lines_of_their_own_and_times_their_zone() -> None:
    values = {"at": datetime(2026, 3, 1, tzinfo=UTC), "fixtures": {"orders": {"a": "paid"}}, "turns": [{"say": "早"}]}
    assert toml.dumps(values).splitlines() == [
        "at = 2026-03-01T00:00:00+00:00",
        "",
        "[fixtures.orders]",
        'a = "paid"',
        "",
        "[[turns]]",
        'say = "早"',
    ]


def test_what_toml_has_no_way_to_write_is_refused() -> None:
    with pytest.raises(TypeError, match="TOML has no NoneType"):
        toml.dumps({"a": None})
