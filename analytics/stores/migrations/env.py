"""Runs the migrations on the connection that `analytics.stores.schema` hands over, in its transaction."""

from alembic import context

from analytics.stores.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
