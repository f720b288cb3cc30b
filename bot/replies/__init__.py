"""Wording: what the assistant says, by key and language, with variations."""

import string
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.messages import Card, QuickReply, Reply
from configs.errors import ConfigurationError

LANGUAGES = ("en", "zh")
SHIPPED = Path(__file__).parent
FOLDER = "replies"  # in the folder of a shop's own content
WORD = "word_"  # a variable whose value begins like this is itself a key


@dataclass(frozen=True)
class Saying:
    """A wording to say: its key and variables.

    A variable may be a text, a key that begins with `word_`, or a mapping of languages to texts; a button whose title is a
    key shows that wording.
    """

    key: str
    variables: Mapping[str, Any] = field(default_factory=dict, hash=False)
    buttons: tuple[QuickReply, ...] = ()
    cards: tuple[Card, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, Any]:
        """The saying as JSON-ready values."""
        return asdict(self)


_SAYING = TypeAdapter(Saying)


def saying_from_json(values: Mapping[str, Any]) -> Saying:
    """The saying that `Saying.to_json` wrote; raises pydantic.ValidationError for anything else."""
    return _SAYING.validate_python(values)


@dataclass(frozen=True)
class Wording:
    """Texts by language and key; every key has at least one variation in every language, with the same variables."""

    texts: Mapping[str, Mapping[str, tuple[str, ...]]]

    def text(self, key: str, language: str, turn: int, variables: Mapping[str, Any]) -> str:
        """The wording of `key`, another variation each turn; raises KeyError for an unknown key or a missing variable."""
        variations = self.texts[language][key]
        worded = {name: self._word(value, language) for name, value in variables.items()}
        return variations[turn % len(variations)].format_map(worded)

    def reply(self, saying: Saying, language: str, turn: int) -> Reply:
        """`saying` in `language`."""
        buttons = tuple(replace(button, title=self._title(button, language)) for button in saying.buttons)
        return Reply(self.text(saying.key, language, turn, saying.variables), buttons, saying.cards, data=saying.data)

    def _word(self, value: Any, language: str) -> Any:
        if isinstance(value, str) and value.startswith(WORD):
            return self.texts[language][value][0]
        return value[language] if isinstance(value, Mapping) else value

    def _title(self, button: QuickReply, language: str) -> str:
        known = self.texts[language].get(button.title)
        return known[0] if known else button.title


def load(own: Path | None = None) -> Wording:
    """The shipped wording with that of the shop's `own` folder on top, a TOML file a language; the folder need not be there.

    Raises ConfigurationError when the languages do not have the same keys or a key's variations not the same variables.
    """
    folder = own if own is not None and own.exists() else SHIPPED
    texts = {language: {**_read(SHIPPED / f"{language}.toml"), **_read(folder / f"{language}.toml")} for language in LANGUAGES}
    first, *others = LANGUAGES
    for language in others:
        if missing := set(texts[first]) ^ set(texts[language]):
            raise ConfigurationError(f"{folder}: {first} and {language} do not both word {', '.join(sorted(missing))}")
    for key in texts[first]:
        variables = {frozenset(_variables(text)) for language in LANGUAGES for text in texts[language][key]}
        if len(variables) > 1:
            raise ConfigurationError(f"{folder}: the variations of {key} do not use the same variables")
    return Wording(texts)


def _read(file: Path) -> dict[str, tuple[str, ...]]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file}: {error}") from None
    return {key: (value,) if isinstance(value, str) else tuple(value) for key, value in values.items()}


def _variables(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
