"""The database that the bench fills: new or empty before, counted after."""

from collections import Counter
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import OperationalError

from cases.errors import BadInput, TryLater
from storage.chat_tables import CHAT_LINE
from storage.engines import database_url, reading_engine
from storage.inbox_tables import ARRIVAL
from storage.tables import CASE, MESSAGE


def check_unused(database: str) -> None:
    """Raise BadInput where there are letters or cases already: the bench would put its own among them."""
    url = database_url(database)
    if url.drivername == "sqlite" and not Path(url.database or "").exists():
        return
    engine = reading_engine(url)
    try:
        tables = set(inspect(engine).get_table_names())
        with engine.connect() as connection:
            used = [
                table.name
                for table in (ARRIVAL, CASE)
                if table.name in tables and connection.execute(select(table.c.id).limit(1)).first()
            ]
    except OperationalError as away:
        reason = str(away.orig).partition("\n")[0]
        raise TryLater(f"the database {url.render_as_string()} cannot be opened: {reason}") from None
    finally:
        engine.dispose()
    if used:
        raise BadInput(f"--database {url.render_as_string()} holds letters or cases; the bench wants one that is empty")


def kept(database: str) -> int:
    """Count the letters that are on the disk, whatever became of them."""
    engine = reading_engine(database_url(database))
    try:
        with engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(ARRIVAL)).scalar_one())
    finally:
        engine.dispose()


def chat_lines_kept(database: str, clients: Collection[str]) -> tuple[int, int]:
    """Say how many of some lines are no message, and how many are there more than once, as lines or as messages."""
    engine = reading_engine(database_url(database))
    is_its = (MESSAGE.c.organisation == CHAT_LINE.c.organisation) & (MESSAGE.c.arrival_id == CHAT_LINE.c.arrival_id)
    told = select(CHAT_LINE.c.client_id).join(MESSAGE, is_its).where(CHAT_LINE.c.message_id.is_not(None))
    try:
        with engine.connect() as connection:
            found = Counter(connection.execute(told).scalars())
    finally:
        engine.dispose()
    return sum(client not in found for client in clients), sum(found[client] > 1 for client in clients)
