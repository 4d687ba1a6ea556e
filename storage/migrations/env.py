"""Alembic's way in: it is given an open connection and works on that, in the caller's transaction."""

from alembic import context
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables make themselves known

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
