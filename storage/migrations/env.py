"""Alembic's way in: it is given an open connection and works on that, in the caller's transaction."""

from alembic import context

import storage.page  # noqa: F401 - every table is known
from storage.columns import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
