"""The case book: opens pages, and makes what was written on them durable, many pages with one commit."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from cases.errors import TryLater
from storage.bell import Bell
from storage.engines import READERS, WRITERS_ON_POSTGRES, database_url, reading_engine, writing_engine
from storage.line import Job, Lane, Line
from storage.listener import Listener
from storage.migrate import migrate
from storage.page import Page

P = ParamSpec("P")
T = TypeVar("T")

LONGEST = 0.05
"""Seconds for which pages that wait are taken into one commit; one that is waited for ends this at once."""

TRIES = 5
"""A page that another writer got in the way of is written again, so often at the most."""


class Book:
    """One database. `run` writes, `read` reads, `wait` waits for what others wrote.

    A use case is a plain function over a Page. It may be run again from the start when the commit it shared failed,
    so it does nothing outside its page.
    """

    def __init__(self, url: str) -> None:
        self.url = database_url(url)
        self.bell = Bell()
        self._line = Line()
        self._writer: Engine = writing_engine(self.url)
        self._reader: Engine = reading_engine(self.url)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._threads: list[threading.Thread] = []
        self._listener: Listener | None = None

    @property
    def on_postgres(self) -> bool:
        """Say whether other processes may share this database's work."""
        return self.url.drivername != "sqlite"

    async def __aenter__(self) -> Self:
        """Bring the tables up to date and start the writers."""
        try:
            await asyncio.to_thread(migrate, self._writer)
        except BaseException:
            self._writer.dispose()
            raise
        for number in range(WRITERS_ON_POSTGRES if self.on_postgres else 1):
            thread = threading.Thread(target=self._write, name=f"writer-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)
        if self.on_postgres:
            self._listener = Listener(self.url, self.bell)
            await self._listener.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Finish the pages that wait, then close."""
        self._line.close()
        for thread in self._threads:
            await asyncio.to_thread(thread.join)
        if self._listener:
            await self._listener.stop()
        self._readers.shutdown(wait=True)
        self._writer.dispose()
        self._reader.dispose()

    async def run(self, use_case: Callable[Concatenate[Page, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Run a use case in a transaction; when this returns, what it wrote is on the disk.

        Raises what the use case raised (then nothing of it is written), or TryLater where the database is away.
        """
        return await self._written(lambda page: use_case(page, *args, **named), Lane.IN_TURN)

    async def run_first(self, use_case: Callable[Concatenate[Page, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Run a use case like `run`, before all that nobody waits for with a connection open."""
        return await self._written(lambda page: use_case(page, *args, **named), Lane.WAITED_FOR)

    async def read(self, look: Callable[Concatenate[Page, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Look at what is committed, beside the writers."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._look, lambda page: look(page, *args, **named))

    async def wait(self, topic: str, seconds: float) -> bool:
        """Wait until a page that woke `topic` was committed, or that long."""
        return await self.bell.wait(topic, seconds)

    async def _written(self, use_case: Callable[[Page], T], lane: Lane) -> T:
        loop = asyncio.get_running_loop()
        job = Job(use_case, loop.create_future(), loop, lane)
        self._line.put(job)
        result: T = await job.future
        return result

    def _look(self, look: Callable[[Page], T]) -> T:
        try:
            with self._reader.connect() as connection:
                return look(Page(connection))
        except OperationalError as away:
            raise TryLater(f"the database does not answer: {away.orig}") from away

    def _write(self) -> None:
        while first := self._line.next():
            written = self._commit_together(first)
            first.loop.call_soon_threadsafe(self._settle, written)

    def _commit_together(self, first: Job) -> list[Job]:
        """Write a page and those behind it with one commit, or, where one of them fails, each with its own."""
        taken = [first]
        try:
            with self._writer.begin() as connection:
                _run_on(connection, first)
                for job in self._behind(first):
                    taken.append(job)
                    _run_on(connection, job)
        except Exception as failure:  # noqa: BLE001 - whoever failed, each page is told its own error
            if len(taken) == 1 and not _in_the_way(failure):
                _fail(first, failure)
            else:
                for job in taken:
                    self._commit_alone(job)
        return taken

    def _behind(self, first: Job) -> Iterator[Job]:
        """Give the pages that can share a commit with one, until they have taken long enough."""
        until = perf_counter() + LONGEST
        while perf_counter() < until and (job := self._line.behind(first)):
            yield job

    def _commit_alone(self, job: Job) -> None:
        for _try in range(TRIES):
            try:
                with self._writer.begin() as connection:
                    _run_on(connection, job)
            except Exception as failure:  # noqa: BLE001 - told to the one who asked
                _fail(job, failure)
                if not _in_the_way(failure):
                    return
            else:
                return

    def _settle(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            self.bell.ring(job.woken)
            if not job.future.done():
                _tell(job)


def _run_on(connection: Connection, job: Job) -> None:
    page = Page(connection)
    job.error = None
    job.result = job.use_case(page)
    page.end()
    job.woken = page.woken


def _fail(job: Job, failure: Exception) -> None:
    job.result, job.error, job.woken = None, failure, set()


def _tell(job: Job) -> None:
    if isinstance(job.error, OperationalError):
        away = TryLater(f"the database does not answer: {job.error.orig}")
        away.__cause__ = job.error
        job.future.set_exception(away)
    elif job.error:
        job.future.set_exception(job.error)
    else:
        job.future.set_result(job.result)


def _in_the_way(failure: Exception) -> bool:
    # PostgreSQL: 40001 serialization failure, 40P01 deadlock, 23505 a key that another writer took a moment earlier.
    state = getattr(getattr(failure, "orig", None), "sqlstate", None)
    return isinstance(failure, DBAPIError) and state in {"40001", "40P01", "23505"}
