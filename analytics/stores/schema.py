"""Brings a database to the tables that this code works with, or refuses one that is ahead of it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from analytics.stores import StoreUnavailable

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(connection: Connection, name: str) -> None:
    """Run the migrations that the database lacks, in the connection's transaction.

    Raises StoreUnavailable when a newer Shopkeeper has already moved it on; `name` is what the sentence calls the database.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    current, newest = _revisions(connection, ScriptDirectory.from_config(config), name)
    if current != newest:
        config.attributes["connection"] = connection
        command.upgrade(config, newest)


def check(connection: Connection, name: str) -> None:
    """Raise StoreUnavailable unless the database is exactly at this code's revision; for those who only read it."""
    current, newest = _revisions(connection, ScriptDirectory(str(MIGRATIONS)), name)
    if current != newest:
        raise StoreUnavailable(
            f"{name} is at revision {current or 'none'} and this program needs {newest}: start the service once"
        )


def _revisions(connection: Connection, history: ScriptDirectory, name: str) -> tuple[str | None, str]:
    """The database's revision, None when it is empty, and the newest that the code has."""
    current = MigrationContext.configure(connection).get_current_revision()
    newest = str(history.get_current_head())
    if current is not None and current not in {revision.revision for revision in history.walk_revisions()}:
        raise StoreUnavailable(
            f"{name} is at revision {current}, newer than the {newest} that this program knows: install the newer Shopkeeper"
        )
    return current, newest
