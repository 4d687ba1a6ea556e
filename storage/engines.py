"""The two databases, and how each is opened: SQLite with one writer, PostgreSQL with a few.

What statements are given is hidden from their errors (`hide_parameters`): an error is logged, people's words are not.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from cases.errors import BadInput

WRITERS_ON_POSTGRES = 4
READERS = 4
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-32000",
)
"""How every connection to SQLite is prepared: what is deleted is overwritten; a reader's also refuses to write."""
_EXPECTED = "expected sqlite:///PATH or postgresql://user@host/name"


def database_url(written: str) -> URL:
    """Read the setting; raise BadInput that names it where it is neither SQLite nor PostgreSQL."""
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):  # what was written is not repeated: there may be a password in it
        raise BadInput(f"SVARFRIST_DATABASE is not an address; {_EXPECTED}") from None
    if url.drivername == "sqlite":
        if not url.database or url.database == ":memory:":
            raise BadInput(f'SVARFRIST_DATABASE "{written}" names no file; {_EXPECTED}')
        return url
    if url.drivername in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    raise BadInput(f"SVARFRIST_DATABASE: {url.drivername} is not supported; {_EXPECTED}")


def writing_engine(url: URL) -> Engine:
    """Give the engine for the writers: on SQLite one connection, `BEGIN IMMEDIATE`, every commit on the disk."""
    if url.drivername == "sqlite":
        make_folder("SVARFRIST_DATABASE", Path(url.database or "").parent)
        return _sqlite(url, "BEGIN IMMEDIATE", pool_size=1)
    return _postgres(url, pool_size=WRITERS_ON_POSTGRES)


def make_folder(setting: str, folder: Path) -> None:
    """Make a folder for this user's eyes only; raise BadInput that names the setting where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as refused:
        raise BadInput(f"{setting}: the folder {folder} cannot be made ({refused.strerror})") from None


def reading_engine(url: URL) -> Engine:
    """Give the engine for readers: they see the last commit; what they write is refused."""
    if url.drivername == "sqlite":
        return _sqlite(url, "BEGIN", pool_size=READERS, pragmas=(*PRAGMAS, "query_only=ON"))
    engine = _postgres(url, pool_size=READERS)
    event.listen(engine, "connect", _read_only)
    return engine


def _postgres(url: URL, pool_size: int) -> Engine:
    return create_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True, hide_parameters=True)


def _sqlite(url: URL, begin: str, pool_size: int, pragmas: Iterable[str] = PRAGMAS) -> Engine:
    anywhere = {"check_same_thread": False}
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, connect_args=anywhere, hide_parameters=True)
    event.listen(engine, "connect", _prepare_with(pragmas))
    # SQLAlchemy's own BEGIN is deferred: a writer that reads first would then lose its update silently. Said by the
    # dialect and not by a listener, since an engine with listeners takes a fifth longer for every statement.
    engine.dialect.do_begin = _begin_with(begin)  # type: ignore[method-assign, assignment]
    return engine


def _prepare_with(pragmas: Iterable[str]) -> Callable[[Any, object], None]:
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    return prepare


def _read_only(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.read_only = True


def _begin_with(words: str) -> Callable[[Any], None]:
    def begin(connection: Any) -> None:  # noqa: ANN401 - a DBAPI connection
        connection.execute(words)

    return begin
