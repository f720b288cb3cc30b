"""A prepared shop to play in: model and index are made once and kept, log and orders are new each time."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from configs.settings import load

SHOP = "shop.db"
Furnish = Callable[[Path], Path]


@pytest.fixture(scope="session")
def furnish(prepared: Path) -> Furnish:
    """Makes an empty folder a data folder with the prepared model and index, a fresh shop of its own and no log."""

    def furnished(folder: Path) -> Path:
        for part in filter(Path.is_dir, prepared.iterdir()):
            (folder / part.name).symlink_to(part)
        shutil.copy(prepared / SHOP, folder / SHOP)
        return folder

    return furnished


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The databases for the log, one after the other; `{data}` is the data folder."""
    return load().database if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
