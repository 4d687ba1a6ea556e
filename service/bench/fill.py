"""A database made large quickly: cases that nobody had, by plain inserts, past everything that thinks."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Table, make_url

from service.bench.database import check_unused
from service.bench.invented import PEOPLE, Inventor, Rows
from storage.columns import Instant
from storage.engines import database_url, writing_engine
from storage.migrate import migrate
from storage.page import ORDER
from storage.people import STAFF
from storage.policies import SHIPPED, read_policies

CHUNK = 5_000
"""So many cases are written at a time."""

Write = Callable[[Table, Sequence[str], Iterable[Sequence[Any]]], None]


def fill(database: str, cases: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Fill an empty database; give how many cases, and how long it took. Raises BadInput where it is not empty."""
    check_unused(database)
    url = database_url(database)
    engine = writing_engine(url)
    migrate(engine)
    engine.dispose()
    policies = tuple(read_policies(SHIPPED).values())
    on_postgres = url.drivername != "sqlite"
    inventor = Inventor(policies, datetime.now(UTC), on_postgres=on_postgres)
    began = perf_counter()
    people = [
        (STAFF, _person(policy.id, number, policy.roles[0].id)) for policy in policies for number in range(PEOPLE)
    ]
    chunks = _chunks(inventor.cases(cases), people)
    (_into_postgres if on_postgres else _into_sqlite)(database, chunks, lambda done: say(f"{done:,} cases"))
    return {"cases": cases, "seconds": round(perf_counter() - began), "database": url.get_backend_name()}


def _person(organisation: str, number: int, role: str) -> dict[str, Any]:
    name = f"Colleague {number + 1}"
    return {
        **dict.fromkeys((column.name for column in STAFF.columns), None),
        "organisation": organisation,
        "id": number + 1,
        "email": f"colleague{number + 1}@example.org",
        "name": name,
        "role": role,
        "password_hash": "-",
        "disabled": False,
        "created_at": datetime.now(UTC),
    }


def _chunks(cases: Iterator[Rows], first: Rows) -> Iterator[Rows]:
    """Give rows in pieces that are written together."""
    rows, some = list(first), 0
    for one in cases:
        rows += one
        some += 1
        if some == CHUNK:
            yield rows
            rows, some = [], 0
    yield rows


def _by_table(rows: Rows) -> list[tuple[Table, list[dict[str, Any]]]]:
    found: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    for table, row in rows:
        found[table].append(row)
    return sorted(found.items(), key=lambda pair: ORDER[pair[0]])


def _into_sqlite(database: str, chunks: Iterable[Rows], say: Callable[[int], None]) -> None:
    with closing(sqlite3.connect(database_url(database).database or "")) as connection:
        for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        for number, rows in enumerate(chunks, 1):
            with connection:
                for table, some in _by_table(rows):
                    names = [column.name for column in table.columns]
                    dates = _dates(table)
                    marks = ", ".join("?" * len(names))
                    into = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our own names
                    connection.executemany(into, ([_plain(row[name], name in dates) for name in names] for row in some))
            say(number * CHUNK)
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=WAL")


def _into_postgres(database: str, chunks: Iterable[Rows], say: Callable[[int], None]) -> None:
    address = make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        for number, rows in enumerate(chunks, 1):
            with connection.transaction(), connection.cursor() as cursor:
                for table, some in _by_table(rows):
                    names = [column.name for column in table.columns]
                    columns = SQL(", ").join(map(Identifier, names))
                    into = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.name), columns)
                    with cursor.copy(into) as copy:
                        for row in some:
                            copy.write_row([row[name] for name in names])
            say(number * CHUNK)
        connection.execute("VACUUM ANALYZE")


def _dates(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns if isinstance(column.type, Instant))


def _plain(value: Any, is_date: bool) -> Any:  # noqa: ANN401, FBT001 - a cell
    """Give an instant as SQLite keeps it."""
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if is_date and value is not None else value
