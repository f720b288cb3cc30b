"""Flows as data: what each needs, in which order, and what it does in the end. One TOML file a flow."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Annotated, get_args

import re2
from pydantic import BeforeValidator, ConfigDict, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass

from configs.errors import ConfigurationError
from nlu.understanding import EntityType, Language

STRICT = ConfigDict(extra="forbid")
SHIPPED = Path(__file__).parent
FOLDER = "flows"  # in the folder of a shop's own content
OneOrMore = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]


@dataclass(frozen=True, config=STRICT)
class Choice:
    """One of the values that a slot may have: it is meant by one of `intents`, or by what `words` (RE2) find in a language."""

    words: Mapping[Language, str] = field(default_factory=dict)
    intents: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _matches(self) -> "Choice":
        for language, pattern in self.words.items():
            try:
                re2.compile(pattern)
            except re2.error as error:
                raise ValueError(f"words.{language} is no pattern of RE2: {error}") from None
        return self

    def meant(self, text: str, language: Language) -> bool:
        """Whether `words` are found in a text, in lower case."""
        pattern = self.words.get(language, "")
        return bool(pattern and re2.search(pattern, text))


@dataclass(frozen=True, config=STRICT)
class Slot:
    """Something that a flow needs.

    It is filled from entities of the types `entity`, which may be the shop's patterns, by one of `choices`, with `text` by
    whatever is said when it is asked for, with `opening` by the message that began the flow, from `recalled`, an attribute of the
    customer's profile, with `account` by the customer's proven account, and else by `default`. The action `check` accepts or
    refuses a value. It is asked for with the wording `ask_{name}`, or by the action `options`, which may as well fill it, `asks`
    times at most, only `when` other slots have one of the values that are named there, and if it is for a `stranger`, only of
    somebody without a proven account. What is `of` another slot is forgotten when that one changes; what is `shared` is known to
    later flows.
    """

    name: str
    entity: OneOrMore = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)
    text: bool = False
    opening: bool = False
    recalled: str = ""
    account: bool = False
    default: str = ""
    check: str = ""
    options: str = ""
    when: Mapping[str, OneOrMore] = field(default_factory=dict)
    stranger: bool = False
    of: str = ""
    shared: bool = False
    asks: int = 3

    @property
    def in_words(self) -> bool:
        """Whether it may be answered in the customer's own words."""
        return self.text or bool(self.choices)


CONTACT = Slot("contact", entity=("email", "phone"), account=True, check="action_verify", of="order_id")
"""How a customer shows whose order it is."""


@dataclass(frozen=True, config=STRICT)
class Flow:
    """What one of `intents` starts.

    A `private` flow wants to know first that the customer is who they say they are, by the slot `contact`. Then `condition`, an
    action, refuses what the shop's policy does not allow, before more is asked for; `guard`, another one, refuses or states the
    terms when everything is known; with `confirm` the wording `confirm_{name}` must be answered with a yes before `action` runs.
    A flow that `interrupts` starts even when another one has asked for something in the customer's own words.
    """

    name: str
    intents: tuple[str, ...]
    slots: tuple[Slot, ...]
    action: str
    private: bool = False
    condition: str = ""
    guard: str = ""
    confirm: bool = False
    interrupts: bool = False

    def __post_init__(self) -> None:
        if self.private and not self.slot(CONTACT.name):
            at = next((place for place, slot in enumerate(self.slots, start=1) if slot.name == CONTACT.of), 0)
            object.__setattr__(self, "slots", (*self.slots[:at], CONTACT, *self.slots[at:]))

    @model_validator(mode="after")
    def _refers_to_its_slots(self) -> "Flow":
        names = [slot.name for slot in self.slots]
        for slot in self.slots:
            for other in (*filter(None, [slot.of]), *slot.when):
                if other not in names:
                    raise ValueError(f"slots.{slot.name} refers to a slot {other!r}; there are: {', '.join(names)}")
        return self

    @property
    def identity(self) -> tuple[Slot, ...]:
        """The slots that must be known before `condition` is looked at."""
        names = [slot.name for slot in self.slots]
        return self.slots[: names.index(CONTACT.name) + 1] if self.private else ()

    @property
    def shared(self) -> tuple[str, ...]:
        """The slots that later flows know."""
        return tuple(slot.name for slot in self.slots if slot.shared)

    def slot(self, name: str) -> Slot | None:
        """The slot of that name."""
        return next((slot for slot in self.slots if slot.name == name), None)

    def belonging(self, name: str) -> tuple[str, ...]:
        """The slots that are forgotten when the slot `name` changes, and those that are forgotten with them."""
        direct = [slot.name for slot in self.slots if slot.of == name]
        return (*direct, *(below for one in direct for below in self.belonging(one)))


_folders = [SHIPPED]


def use(own: Path) -> None:
    """Load the flows of the shop's `own` folder as well, which need not be there."""
    _folders[1:] = [own]


def load(*folders: Path) -> tuple[Flow, ...]:
    """The flows of `folders`, of two of one name the later; without any, the shipped flows and the shop's own.

    Raises ConfigurationError that names the file and what is wrong.
    """
    return _loaded(folders or tuple(_folders))


@cache
def _loaded(folders: tuple[Path, ...]) -> tuple[Flow, ...]:
    files = {file.name: file for folder in folders for file in folder.glob("*.toml")}
    return tuple(_read(files[name]) for name in sorted(files))


def starting(intent: str) -> Flow | None:
    """The flow that an intent starts, if any."""
    return next((flow for flow in load() if intent in flow.intents), None)


def find(name: str) -> Flow:
    """The flow of that name; raises ConfigurationError for one that is gone."""
    for flow in load():
        if flow.name == name:
            return flow
    raise ConfigurationError(f"there is no flow {name!r}; there are: {', '.join(flow.name for flow in load())}")


def check(patterns: Collection[str], *folders: Path) -> None:
    """Refuse a slot of a type that is neither built in nor one of the shop's `patterns`; raises ConfigurationError."""
    types = sorted({*get_args(EntityType), *patterns})
    for flow in load(*folders):
        for slot in flow.slots:
            for unknown in set(slot.entity) - set(types):
                where = f"flows/{flow.name}.toml: slots.{slot.name}.entity"
                raise ConfigurationError(f"{where}: there is no entity type {unknown!r}; there are: {', '.join(types)}")


def _read(file: Path) -> Flow:
    try:
        return TypeAdapter(Flow).validate_python({"name": file.stem, **tomllib.loads(file.read_text(encoding="utf-8"))})
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
