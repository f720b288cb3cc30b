"""Flows as data: what each needs, in which order, and what it does in the end. One TOML file a flow."""

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from configs.errors import ConfigurationError
from nlu.understanding import EntityType

STRICT = ConfigDict(extra="forbid")
SHIPPED = Path(__file__).parent
FOLDER = "flows"  # in the folder of a shop's own content
TEXT = "text"  # the type of a slot that is filled by whatever the customer answers


@dataclass(frozen=True, config=STRICT)
class Slot:
    """Something that a flow needs.

    It is filled from entities of the type `entity`, which may be one of the shop's patterns or `text`, or `recalled` from the
    customer's profile by that attribute; the action `check` accepts or refuses a value; it is asked for with the wording
    `ask_{name}`, `asks` times at most.
    """

    name: str
    entity: str
    check: str
    recalled: str = ""
    asks: int = 3


@dataclass(frozen=True, config=STRICT)
class Flow:
    """What one of `intents` starts.

    `guard` is an action that may refuse before anything is asked for confirmation; with `confirm` the wording
    `confirm_{name}` must be answered with a yes before `action` runs.
    """

    name: str
    intents: tuple[str, ...]
    slots: tuple[Slot, ...]
    action: str
    guard: str = ""
    confirm: bool = False


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


def check(patterns: Collection[str], *folders: Path) -> None:
    """Refuse a slot of a type that is neither built in nor one of the shop's `patterns`; raises ConfigurationError."""
    types = sorted({TEXT, *get_args(EntityType), *patterns})
    for flow in load(*folders):
        for slot in flow.slots:
            if slot.entity not in types:
                where = f"flows/{flow.name}.toml: slots.{slot.name}.entity"
                raise ConfigurationError(f"{where}: there is no entity type {slot.entity!r}; there are: {', '.join(types)}")


def _read(file: Path) -> Flow:
    try:
        return TypeAdapter(Flow).validate_python({"name": file.stem, **tomllib.loads(file.read_text(encoding="utf-8"))})
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
