"""Wording: what the assistant says, by key and language, with variations."""

import string
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.messages import Card, QuickReply, Reply
from bot.replies.variations import Manner, Variation, fitting, variations
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
    """Texts by language and key, said in one `tone`.

    Every key has at least one variation for all in every language, and all of them have the same variables.
    """

    texts: Mapping[str, Mapping[str, tuple[Variation, ...]]]
    tone: str = ""

    def text(self, key: str, language: str, said: int, variables: Mapping[str, Any], channel: str = "") -> str:
        """The wording of `key`, which was `said` so many times: another variation each time.

        Raises KeyError for an unknown key or a missing variable, so that neither reaches a customer.
        """
        known = fitting(self.texts[language][key], Manner(channel, self.tone))
        worded = {name: self._word(value, language) for name, value in variables.items()}
        return known[said % len(known)].text.format_map(worded)

    def reply(self, saying: Saying, language: str, said: int = 0, channel: str = "") -> Reply:
        """`saying` in `language`, as fits the channel, when its key was `said` so many times before."""
        buttons = tuple(replace(button, title=self._title(button, language)) for button in saying.buttons)
        text = self.text(saying.key, language, said, saying.variables, channel)
        return Reply(text, buttons, saying.cards, data=saying.data)

    def replies(self, sayings: Iterable[Saying], language: str, said: Mapping[str, int], channel: str) -> tuple[Reply, ...]:
        """All `sayings`, when their keys were `said` so many times before."""
        times = Counter(said)
        worded = []
        for saying in sayings:
            worded.append(self.reply(saying, language, times[saying.key], channel))
            times[saying.key] += 1
        return tuple(worded)

    def _word(self, value: Any, language: str) -> Any:
        if isinstance(value, str) and value.startswith(WORD):
            return self.text(value, language, 0, {})
        return value[language] if isinstance(value, Mapping) else value

    def _title(self, button: QuickReply, language: str) -> str:
        return self.text(button.title, language, 0, {}) if button.title in self.texts[language] else button.title


def load(own: Path | None = None, tone: str = "") -> Wording:
    """The shipped wording with that of the shop's `own` folder on top, a TOML file a language; the folder need not be there.

    Raises ConfigurationError when the languages do not have the same keys, or a key's variations not the same variables, or none
    of them is for every channel and tone.
    """
    folder = own if own is not None and own.exists() else SHIPPED
    texts = {language: {**_read(SHIPPED / f"{language}.toml"), **_read(folder / f"{language}.toml")} for language in LANGUAGES}
    first, *others = LANGUAGES
    for language in others:
        if missing := set(texts[first]) ^ set(texts[language]):
            raise ConfigurationError(f"{folder}: {first} and {language} do not both word {', '.join(sorted(missing))}")
    for key in texts[first]:
        variables = {frozenset(_variables(one.text)) for language in LANGUAGES for one in texts[language][key]}
        if len(variables) > 1:
            raise ConfigurationError(f"{folder}: the variations of {key} do not use the same variables")
        if not all(fitting(texts[language][key], Manner()) for language in LANGUAGES):
            raise ConfigurationError(f"{folder}: {key} has no variation that is for every channel and tone")
    return Wording(texts, tone)


def _read(file: Path) -> dict[str, tuple[Variation, ...]]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
        return {key: variations(value) for key, value in values.items()}
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise ConfigurationError(f"{file}: {error}") from None


def _variables(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
