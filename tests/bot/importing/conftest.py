"""A bookshop's Rasa project, imported."""

import shutil
from pathlib import Path

import pytest

from bot.importing import content
from bot.importing.content import Content
from bot.importing.project import load
from bot.importing.writing import write

PROJECT = Path(__file__).parents[2] / "rasa_project"


@pytest.fixture(scope="session")
def imported() -> Content:
    """The project as content."""
    return content.mapped(load(PROJECT))


@pytest.fixture(scope="session")
def folder(imported: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that an import writes."""
    made = tmp_path_factory.mktemp("bookshop") / "content"
    write(imported, made)
    return made


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, to be changed."""
    copy = tmp_path / "project"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy
