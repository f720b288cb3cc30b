"""TOML documents of a known shape."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from knowledge_base.entries import reason
from knowledge_base.errors import KnowledgeError

Document = TypeVar("Document")


def parsed(file: Path, shape: TypeAdapter[Document]) -> Document:
    """The content of `file`, checked against `shape`.

    Raises KnowledgeError for a file that is missing, is not TOML or has another shape.
    """
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise KnowledgeError(file, "", f"cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(file, "", f"is not TOML: {error}") from None
    try:
        return shape.validate_python(values)
    except ValidationError as error:
        raise KnowledgeError(file, "", reason(error)) from None
