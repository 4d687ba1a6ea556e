"""Bring a database's tables up to this program's edition."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError, OperationalError

from cases.errors import BadInput, TryLater

FOLDER = Path(__file__).parent / "migrations"
PATIENCE = 120_000
"""Milliseconds that a process waits for another one that makes the tables, which takes longer than any use case."""

_LOCK = 7_205_759_403  # any number, the same in every process of this program


def migrate(engine: Engine) -> None:
    """Run the migrations that this database has not seen; two processes that start together do it once.

    Raises TryLater where the database does not answer, BadInput where it is none or was made by a newer program.
    """
    try:
        _upgrade(engine)
    except DatabaseError as failure:
        reason = str(failure.orig).partition("\n")[0]
        told = f"the database {engine.url.render_as_string()} cannot be opened: {reason}"
        raise (TryLater(told) if isinstance(failure, OperationalError) else BadInput(told)) from failure


def _upgrade(engine: Engine) -> None:
    scripts = _scripts()
    with _alone(engine) as connection:
        at = MigrationContext.configure(connection).get_current_revision()
        if at == scripts.get_current_head():
            return
        if at is not None and at not in {script.revision for script in scripts.walk_revisions()}:
            raise BadInput(f"the database was made by a newer svarfrist (edition {at}); install that one")
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Give a transaction in which no other process of this program makes tables."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection
            connection.commit()
            return
        driver: Any = connection.connection.dbapi_connection
        (usual,) = driver.execute("PRAGMA busy_timeout").fetchone()
        driver.execute(f"PRAGMA busy_timeout={PATIENCE}")
        with connection.begin():  # takes the lock at once
            driver.execute(f"PRAGMA busy_timeout={usual}")
            yield connection


@cache
def _scripts() -> ScriptDirectory:
    """Read the migrations, once: they never change while we run."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
