"""Runs migrations on the connection that `counter.store.migrate` hands over."""

from alembic import context

from counter.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
