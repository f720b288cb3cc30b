"""Journeys: conversations as TOML files, one a file, each turn with what must come of it."""

import tomllib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, model_validator
from pydantic.dataclasses import dataclass

from nlu.understanding import Language

FOLDER = Path(__file__).parent
STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=STRICT)
class Turn:
    """One message and what must come of it; what is left out is not looked at, except what is said.

    A message is typed (`say`) or a button, named by its payload (`click`); with the `id` of an earlier one it is that message
    sent again. `conversation` is another one of the same customer. Said must be the keys in `wording`, in order, in `language`
    (by default that of the file); a turn with an `article` says that article, with `articles` those, and a `silent` one nothing.
    `contains` are texts in the replies, `buttons` all payloads offered, `slots` those with these values, `profile` attributes
    with these values and `knows` names of attributes that are there, both within two seconds.
    """

    say: str = ""
    click: str = ""
    id: str = ""
    conversation: str = "1"
    language: Language | None = None
    wording: tuple[str, ...] = ()
    article: str = ""
    articles: tuple[str, ...] = ()
    silent: bool = False
    contains: tuple[str, ...] = ()
    buttons: tuple[str, ...] | None = None
    owner: Literal["assistant", "person"] | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)
    knows: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _says_what_comes(self) -> "Turn":
        if bool(self.say) == bool(self.click):
            raise ValueError("a turn either says or clicks something")
        if self.silent == bool(self.wording or self.said):
            raise ValueError("a turn has a wording, an article, or is silent")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """The wordings that must be said."""
        return self.wording or ("article",) * len(self.said)

    @property
    def said(self) -> tuple[str, ...]:
        """The articles that must be said, in order."""
        return self.articles or ((self.article,) if self.article else ())


@dataclass(frozen=True, config=STRICT)
class Journey:
    """A conversation; `orders` are the states in which the shop's orders are at its end."""

    name: str
    title: str
    language: Language
    turns: tuple[Turn, ...]
    customer: str = ""
    orders: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The file's name without `.toml`."""
        return f"{self.name}.{self.language}"


def load(folder: Path = FOLDER) -> tuple[Journey, ...]:
    """All journeys in `folder`; raises pydantic.ValidationError for a key that does not exist."""
    return tuple(_read(file) for file in sorted(folder.glob("*.toml")))


def _read(file: Path) -> Journey:
    name, _, language = file.stem.rpartition(".")
    values = tomllib.loads(file.read_text(encoding="utf-8"))
    return TypeAdapter(Journey).validate_python({"customer": file.stem, **values, "name": name, "language": language})
