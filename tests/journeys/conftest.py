"""The databases in which journeys are played."""

import pytest

from configs.settings import load


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The databases for the log, one after the other; `{data}` is the data folder."""
    return load().database if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
