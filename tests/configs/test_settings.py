"""The settings file."""

from pathlib import Path

import pytest

from configs.errors import ConfigurationError
from configs.settings import load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


def test_a_file_changes_only_what_it_names(file: Path) -> None:
    file.write_text("[limits]\ntext_characters = 100\n")
    changed, defaults = load(file), load()
    assert changed.limits.text_characters == 100
    assert changed.limits.body_bytes == defaults.limits.body_bytes
    assert changed.bot == defaults.bot


def test_a_plug_in_s_entry_is_replaced_as_a_whole(file: Path) -> None:
    file.write_text('[retrieval]\nindex = { name = "other" }\n')
    assert load(file).retrieval.index == {"name": "other"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[limits]\ntext_charakters = 100\n", "limits.text_charakters: Extra inputs are not permitted"),
        ('[limits]\ntext_characters = "many"\n', "limits.text_characters: Input should be a valid integer"),
        ("[limits]\ntext_characters = 0\n", "limits.text_characters: Input should be greater than or equal to 1"),
        ("[limits\n", "is not TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_key(file: Path, content: str, sentence: str) -> None:
    file.write_text(content)
    with pytest.raises(ConfigurationError) as refused:
        load(file)
    assert str(file) in str(refused.value)
    assert sentence in str(refused.value)


def test_a_missing_file_is_named(file: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"mine\.toml: there is no such file"):
        load(file)
