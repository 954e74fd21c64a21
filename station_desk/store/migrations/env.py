"""Alembic's entry: runs the steps on the connection that `run` hands over, within its transaction."""

from alembic import context

from station_desk.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
