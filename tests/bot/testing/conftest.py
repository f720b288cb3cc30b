"""The theatre, opened once for the tests of a file."""

from collections.abc import AsyncIterator

import pytest

from bot.testing.theatre import Theatre, opened
from configs import settings
from tests.conftest import Furnish


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """One event loop for a theatre and all that is played in it."""
    return "asyncio"


@pytest.fixture(scope="module")
async def theatre(anyio_backend: str, furnish: Furnish, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Theatre]:
    """A theatre over the prepared model, index and shop."""
    async with opened(settings.load(), furnish(tmp_path_factory.mktemp("data"))) as theatre:
        yield theatre
