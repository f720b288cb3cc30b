"""Reads journeys from files."""

import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.testing.script import Journey
from configs.errors import ConfigurationError
from knowledge_base.articles import LANGUAGES

_JOURNEY = TypeAdapter(Journey)


def load(place: Path, only: str = "") -> tuple[Journey, ...]:
    """The journeys of a folder, or of one file, whose label has `only` in it or fits it as a pattern (`cancel*.zh`).

    Raises ConfigurationError that names the file and the key, or says that there are none.
    """
    files = [place] if place.is_file() else sorted(place.glob("*.toml"))
    if not files:
        raise ConfigurationError(f"{place}: there are no journeys; write them in files that end in .toml")
    found = [journey for journey in map(read, files) if only in journey.label or fnmatch(journey.label, only)]
    if not found:
        raise ConfigurationError(f"{place}: none of {len(files)} journeys is called {only!r}")
    return tuple(found)


def read(file: Path) -> Journey:
    """The journey in `file`, NAME.LANGUAGE.toml, or one that says its `language`; raises ConfigurationError."""
    try:
        return parse(file.read_text(encoding="utf-8"), file.stem)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: {error}") from None
    except ConfigurationError as error:
        raise ConfigurationError(f"{file}: {error}") from None


def parse(text: str, stem: str) -> Journey:
    """The journey that `text` describes in a file called `stem`; raises ConfigurationError that names the key."""
    try:
        return _JOURNEY.validate_python({**_named(stem), "customer": stem, **tomllib.loads(text)})
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"this is not TOML: {error}") from None
    except ValidationError as error:
        raise ConfigurationError("; ".join(_sentences(error))) from None


def _named(stem: str) -> dict[str, Any]:
    name, _, language = stem.rpartition(".")
    return {"name": name, "language": language} if language in LANGUAGES else {"name": stem}


def _sentences(error: ValidationError) -> Iterator[str]:
    for one in error.errors():
        place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in one["loc"]) or "the file"
        yield f"{place}: {one['msg']}"
