"""Alembic's entry: runs the migrations on the connection, and inside the transaction, that the planner hands over."""

from alembic import context
from sqlmodel import SQLModel

import planner.book.models  # noqa: F401 - fills the metadata, for autogenerate

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
# No begin_transaction here: the caller holds one, so that all migrations come in together or not at all.
context.run_migrations()
