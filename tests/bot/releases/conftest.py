"""A shop with two releases, the second of which differs from the first in a temperature only."""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from bot.app import Service
from bot.releases.store import Releases
from nlu import manifest as models
from nlu import pipeline as nlu
from nlu.heads import Heads
from retrieval import manifest as indexes
from retrieval import pipeline as retrieval
from tests.bot.releases.traffic import PATIENCE

SENT = "0123456789abcdef0123456789abcdef"
SHOP = "shop.db"
FIRST, SECOND = "first0000000", "second000000"


def reseal(model: Path, files: dict[str, bytes], **changes: object) -> None:
    """Publish `files` as the model in the folder `model`, in a manifest that is right about them."""
    sums = {name: models.sha256(content) for name, content in files.items()}
    models.publish(model, models.described(model).model_copy(update={"files": sums, **changes}), files)


def rename(data: Path, version: str, temperature: float) -> None:
    """Make the model on the workbench another one, and its index the index of that one."""
    _, files = models.read(data / nlu.FOLDER)
    heads = Heads.model_validate_json(files[nlu.HEADS]).model_copy(update={"sentiment_temperature": temperature})
    files[nlu.HEADS] = heads.model_dump_json().encode()
    reseal(data / nlu.FOLDER, files, version=version)
    _, index, contents = indexes.read(data / retrieval.FOLDER)
    indexes.publish(data / retrieval.FOLDER, index.model_copy(update={"encoder": version}), contents)


@pytest.fixture(scope="session")
def shelf(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that `data` copies; nothing may change it."""
    data = tmp_path_factory.mktemp("shelf")
    for part in (nlu.FOLDER, retrieval.FOLDER):
        shutil.copytree(prepared / part, data / part)
    for version, threshold in ((FIRST, 1.05), (SECOND, 1.06)):
        rename(data, version, threshold)
        Releases(data).publish()
    return data


@pytest.fixture
def data(shelf: Path, prepared: Path, tmp_path: Path) -> Path:
    """A data folder with both releases; the second serves. Files are replaced in it, never written into, so links will do."""
    shutil.copytree(shelf, tmp_path / "data", copy_function=os.link)
    shutil.copy(prepared / SHOP, tmp_path / "data" / SHOP)
    return tmp_path / "data"


@pytest.fixture
def address(shop: Service, serving: Callable[[Service], AbstractContextManager[str]]) -> Iterator[str]:
    """Where the shop really listens."""
    with serving(shop) as address:
        yield address


@pytest.fixture
async def client(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """The administrator, who may ask as well."""
    bearer = {"Authorization": f"Bearer {SENT}"}
    async with httpx.AsyncClient(base_url=f"http://{address}", headers=bearer, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def releases(data: Path) -> Releases:
    """Those in `data`."""
    return Releases(data)
