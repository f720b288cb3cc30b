"""Libraries for the tests of what each must do."""

from collections.abc import Iterator

import pytest

from knowledge_base.library import Library


@pytest.fixture
def library(database_url: str) -> Iterator[Library]:
    library = Library(database_url)
    yield library
    library.close()


@pytest.fixture
def other(database_url: str) -> Iterator[Library]:
    """The same library, opened by somebody else."""
    library = Library(database_url)
    yield library
    library.close()
