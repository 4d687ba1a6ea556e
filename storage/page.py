"""A page of the case book: one open transaction, in which a use case reads, thinks and writes."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, CursorResult, Executable, Row, Table, bindparam, insert, text

from storage import (  # noqa: F401 - every table is known before the order is read
    api_tables,
    breach_table,
    case_note_table,
    chat_tables,
    correction_table,
    draft_table,
    figure_table,
    inbox_tables,
    learner_tables,
    notice_table,
    outbox_table,
    pass_tables,
    people,
    procedure_tables,
    saved_view_table,
    search_tables,
    tables,
    telegram_table,
)
from storage.columns import METADATA

ORG: BindParameter[Any] = bindparam("org")
KEY: BindParameter[Any] = bindparam("key")
"""What most statements are given. They are built once and bound often: to build one costs five times as much as it."""

Values = Mapping[str, Any]
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
ORDER: dict[Table, int] = {table: place for place, table in enumerate(METADATA.sorted_tables)}
"""The place of each table when rows are written: parents before children."""

_INSERTS = {table: insert(table) for table in ORDER}
_RUNG = text("SELECT pg_notify('svarfrist', topic) FROM unnest(CAST(:topics AS text[])) AS topic")


def grouped(keys: Iterable[K], rows: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """Give what belongs to each key, in the order in which it comes; nothing for a key that has none."""
    found: dict[K, list[V]] = {key: [] for key in keys}
    for key, value in rows:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


class Page:
    """An open transaction.

    New rows wait in lists and go out together, a table at a time, before the next look at the database and at the
    end. `woken` names what waits outside for this page's work; it is rung after the commit, never before. `marked` are
    the conversations that it has told the search of; `chains` the heads and lengths of the histories that it has locked
    or begun, so that nobody else goes on with them until it is done.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self.woken: set[str] = set()
        self.marked: set[tuple[str, int]] = set()
        self.chains: dict[tuple[str, int], tuple[str, int]] = {}

    @property
    def on_postgres(self) -> bool:
        """Say whether several writers may stand in line for the same row."""
        return self._connection.dialect.name == "postgresql"

    def add(self, table: Table, **values: Any) -> None:  # noqa: ANN401 - a row's columns have any type
        """Put a new row on the page. All new rows of a table name the same columns."""
        self._new[table].append(values)

    def flush(self) -> None:
        """Write what waits, parents before children."""
        if self._new:
            waiting, self._new = self._new, defaultdict(list)
            for table in sorted(waiting, key=ORDER.__getitem__):
                self._connection.execute(_INSERTS[table], waiting[table])

    def execute(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> CursorResult[Any]:
        """Do a statement after everything that was put on the page before it; `values` are what it is given."""
        self.flush()
        return self._connection.execute(statement, values)

    def one(self, statement: Executable, **values: Any) -> Row[Any] | None:  # noqa: ANN401 - columns have any type
        """Give the first row, or None."""
        return self.execute(statement, values).first()

    def all(self, statement: Executable, **values: Any) -> Sequence[Row[Any]]:  # noqa: ANN401 - as above
        """Give every row."""
        return self.execute(statement, values).all()

    def wake(self, topic: str) -> None:
        """Ring for those who wait for `topic`, once this page is committed; on every node, where there are several."""
        self.woken.add(topic)

    def end(self) -> None:
        """Write what waits, and have those rung for who wait at other nodes; the page is ready for the commit."""
        self.flush()
        if self.woken and self.on_postgres:
            self._connection.execute(_RUNG, {"topics": sorted(self.woken)})
