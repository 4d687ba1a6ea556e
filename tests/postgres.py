"""A PostgreSQL of our own: a cluster in a new folder, on a port of its own, ended by its own process number."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg.sql import SQL, Identifier

from storage.columns import METADATA

PLACES = "/usr/lib/postgresql/*/bin"
USER = "svarfrist"
UNPRIVILEGED = ("postgres", "nobody")
"""Who runs the server where we are root, which it refuses to be."""


QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""It need not outlive a power cut."""

_ALONE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_TABLES = [Identifier(name) for name in sorted(METADATA.tables)]
_EMPTIED = SQL("; ").join(
    [
        SQL("BEGIN"),
        SQL("LOCK TABLE {}").format(SQL(", ").join(_TABLES)),  # who was hung up on may be committing at this moment
        SQL("SET LOCAL session_replication_role = replica"),  # in any order: nothing is left that could refer to it
        *(SQL("DELETE FROM {}").format(table) for table in _TABLES),
        SQL("COMMIT"),
    ]
)


class NotInstalled(Exception):
    """PostgreSQL's programs are not on this machine."""


@dataclass(frozen=True)
class Postgres:
    """A running server. Anybody on this machine may log in: it lives as long as the tests."""

    port: int
    _kept: dict[str, psycopg.Connection[tuple[object, ...]]] = field(default_factory=dict)

    def url(self, database: str) -> str:
        """Give a database's address as the setting wants it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str | None = None) -> str:
        """Make a database, a copy of `template` where one is named; give its address."""
        words = SQL("CREATE DATABASE {}").format(Identifier(database))
        self._do(words + SQL(" TEMPLATE {} STRATEGY file_copy").format(Identifier(template)) if template else words)
        return self.url(database)

    def empty(self, database: str) -> None:
        """Take everything out of a database but its tables, whoever is still connected: quicker than a new one.

        TRUNCATE would give each table and each index a new file, which takes a hundred times as long as a few rows do.
        """
        try:
            self._emptied(self._kept_open(database))
        except psycopg.OperationalError:  # a test hung up on everybody
            self.leave()
            self._emptied(self._kept_open(database))

    def leave(self) -> None:
        """Close what is kept open from one emptying to the next."""
        while self._kept:
            self._kept.popitem()[1].close()

    def _kept_open(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        if database not in self._kept:
            self._kept[database] = psycopg.connect(self.url(database), autocommit=True)
        return self._kept[database]

    @staticmethod
    def _emptied(connection: psycopg.Connection[tuple[object, ...]]) -> None:
        connection.execute(_ALONE)
        connection.execute(_EMPTIED)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected."""
        self._do(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(database)))

    def close(self, database: str) -> None:
        """Let nobody into a database, and end the connections there are: it is away."""
        self._do(SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(Identifier(database)))
        self.hang_up(database)

    def reopen(self, database: str) -> None:
        """Let everybody in again."""
        self._do(SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(Identifier(database)))

    def hang_up(self, database: str, matching: LiteralString = "%") -> int:
        """End the connections to a database whose last words match; give how many there were."""
        with self._connected() as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND query LIKE %s",
                (database, matching),
            )
            return len(ended.fetchall())

    def _do(self, words: psycopg.sql.Composed) -> None:
        with self._connected() as connection:
            connection.execute(words)

    def _connected(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.url("postgres"), autocommit=True)


@contextlib.contextmanager
def started() -> Iterator[Postgres]:
    """Run a new cluster until the block ends; raise NotInstalled where the programs are missing."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="svarfrist-postgres-"))
    try:
        as_user = _as_somebody_else(folder)
        data = str(folder / "data")
        made = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            USER,
            "--auth=trust",
            "--no-sync",
            "--locale=C.UTF-8",
            "-E",
            "UTF8",
        ]
        subprocess.run([*as_user, *map(str, made)], check=True, capture_output=True, cwd=folder)  # noqa: S603 - our own words
        port = _free_port()
        quick = [word for setting in QUICK for word in ("-c", setting)]
        serve = [programs / "postgres", "-D", data, "-p", port, "-h", "127.0.0.1", "-k", folder, *quick]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen([*as_user, *map(str, serve)], stdout=log, stderr=log, cwd=folder)  # noqa: S603 - as above
        postgres = Postgres(port)
        try:
            yield _answering(postgres, server, folder / "log")
        finally:
            postgres.leave()
            server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" end: connections are cut off
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/").glob(PLACES.lstrip("/")), key=lambda path: float(path.parent.name))
    usable = [path for path in found if (path / "initdb").exists()]
    if not usable:
        raise NotInstalled(f"PostgreSQL is not installed ({PLACES} is empty): apt-get install postgresql")
    return usable[-1]


def _as_somebody_else(folder: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    for name in UNPRIVILEGED:
        with contextlib.suppress(LookupError):
            shutil.chown(folder, name)
            return ["setpriv", f"--reuid={name}", "--clear-groups", "--"]
    raise NotInstalled(f"root cannot run PostgreSQL, and there is neither of the users {' and '.join(UNPRIVILEGED)}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answering(postgres: Postgres, server: subprocess.Popen[bytes], log: Path) -> Postgres:
    """Wait until the server takes connections."""
    for _ in range(300):
        if server.poll() is not None:
            break
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(postgres.url("postgres")):
            return postgres
        time.sleep(0.1)
    raise NotInstalled(f"PostgreSQL did not start: {log.read_text('utf-8', 'replace')[-500:]}")
