"""The migrations make the tables that the code works with."""

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from analytics.stores.opening import open_stores
from analytics.stores.tables import metadata


@pytest.mark.anyio
async def test_the_migrations_make_exactly_the_tables(database_url: str) -> None:
    await open_stores(database_url).log.close()
    engine = sqlalchemy.create_engine(database_url)
    with engine.connect() as connection:
        left_out = "" if engine.dialect.name == "postgresql" else "events_xid"
        options = {"compare_type": True, "include_object": lambda item, name, *others: name != left_out}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    engine.dispose()
