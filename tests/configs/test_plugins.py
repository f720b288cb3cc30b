"""Plug-ins by name, and settings refused by name."""

import pytest

from bot.policies import Policy
from bot.policies.grounded import Grounded
from configs.errors import ConfigurationError
from configs.plugins import build, find, names

FAMILY = "bot.policies"


def test_a_plug_in_is_found_by_its_file_name() -> None:
    assert find(Policy, FAMILY, "grounded") is Grounded
    assert "grounded" in names(FAMILY)


def test_an_entry_s_keys_are_the_component_s_fields() -> None:
    assert build(Policy, FAMILY, {"name": "grounded", "strict": 0.7}) == Grounded(strict=0.7)


def test_whole_numbers_serve_where_a_fraction_is_meant() -> None:
    assert build(Policy, FAMILY, {"name": "grounded", "strict": 1}) == Grounded(strict=1.0)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"name": "grounded", "strickt": 0.5}, "Grounded has no setting 'strickt'; it has: strict"),
        ({"name": "grounded", "strict": "high"}, "Grounded's setting 'strict' is 'high': Input should be a valid number"),
        ({"name": "granded"}, "bot.policies has no plug-in 'granded'; it has: clarify, flows, grounded"),
        ({"strict": 0.5}, "an entry of bot.policies needs a name; it has: strict"),
    ],
)
def test_what_cannot_be_built_is_refused_by_name(entry: dict[str, object], sentence: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        build(Policy, FAMILY, entry)
    assert str(refused.value).startswith(sentence)
