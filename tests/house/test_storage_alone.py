"""Rows stay in storage: nobody else knows a table, a session, or the language of the database."""

from pathlib import Path

from tests.house.tree import FLOORS, imports, modules, shown

MACHINERY = ("sqlalchemy", "sqlmodel", "alembic", "psycopg", "sqlite3", "storage.tables", "storage.engines")
BENCH = "service/bench/"
"""It measures against a bare database, and counts from outside what the service did."""


def test_nobody_outside_storage_knows_a_row() -> None:
    outside = [path for path in modules(*FLOORS) if not shown(path).startswith(("storage/", BENCH))]
    assert not {shown(path): known for path in outside if (known := _known(path))}


def test_storage_does_know_them() -> None:
    assert any(_known(path) for path in modules("storage")), "the finder has gone blind"


def _known(path: Path) -> set[str]:
    return {name for name in imports(path) if name.startswith(MACHINERY)}
