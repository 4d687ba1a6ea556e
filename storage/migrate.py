"""Bring a database's tables up to this program's edition."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError, OperationalError

from cases.errors import BadInput, TryLater

FOLDER = Path(__file__).parent / "migrations"
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
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        at = MigrationContext.configure(connection).get_current_revision()
        if at == scripts.get_current_head():
            return
        if at is not None and at not in {script.revision for script in scripts.walk_revisions()}:
            raise BadInput(f"the database was made by a newer svarfrist (edition {at}); install that one")
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@cache
def _scripts() -> ScriptDirectory:
    """Read the migrations, once: they never change while we run."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
