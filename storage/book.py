"""The case book: opens pages, and makes what was written on them durable, many pages with one commit."""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from cases.errors import TryLater
from storage.bell import Bell
from storage.engines import READERS, WRITERS_ON_POSTGRES, database_url, reading_engine, writing_engine
from storage.listener import Listener
from storage.migrate import migrate
from storage.page import Page

P = ParamSpec("P")
T = TypeVar("T")

TOGETHER = 64
"""So many pages that wait at the same time share one commit."""

TRIES = 5
"""A page that another writer got in the way of is written again, so often at the most."""


@dataclass
class _Job:
    use_case: Callable[[Page], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None
    woken: set[str] = field(default_factory=set)


class Book:
    """One database. `run` writes, `read` reads, `wait` waits for what others wrote.

    A use case is a plain function over a Page. It may be run again from the start when the commit it shared failed,
    so it does nothing outside its page.
    """

    def __init__(self, url: str) -> None:
        self.url = database_url(url)
        self.bell = Bell()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
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
        for _thread in self._threads:
            self._jobs.put(None)
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
        loop = asyncio.get_running_loop()
        job = _Job(lambda page: use_case(page, *args, **named), loop.create_future(), loop)
        self._jobs.put(job)
        result: T = await job.future
        return result

    async def read(self, look: Callable[Concatenate[Page, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Look at what is committed, beside the writers."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._look, lambda page: look(page, *args, **named))

    async def wait(self, topic: str, seconds: float) -> bool:
        """Wait until a page that woke `topic` was committed, or that long."""
        return await self.bell.wait(topic, seconds)

    def _look(self, look: Callable[[Page], T]) -> T:
        try:
            with self._reader.connect() as connection:
                return look(Page(connection))
        except OperationalError as away:
            raise TryLater(f"the database does not answer: {away.orig}") from away

    def _write(self) -> None:
        while batch := self._next_batch():
            self._commit_together(batch)
            for job in batch:
                job.loop.call_soon_threadsafe(self._settle, job)

    def _next_batch(self) -> list[_Job]:
        batch = [self._jobs.get()]
        while batch[-1] is not None and len(batch) < TOGETHER:
            try:
                batch.append(self._jobs.get_nowait())
            except queue.Empty:
                break
        if batch[-1] is None and len(batch) > 1:
            self._jobs.put(None)
        return [job for job in batch if job is not None]

    def _commit_together(self, batch: list[_Job]) -> None:
        try:
            with self._writer.begin() as connection:
                for job in batch:
                    _run_on(connection, job)
        except Exception as failure:  # noqa: BLE001 - whoever failed, each page is now written alone and told its own error
            if len(batch) > 1:
                for job in batch:
                    self._commit_together([job])
            else:
                self._commit_alone(batch[0], failure)

    def _commit_alone(self, job: _Job, failure: Exception) -> None:
        for _try in range(TRIES):
            if not _in_the_way(failure):
                break
            try:
                with self._writer.begin() as connection:
                    _run_on(connection, job)
            except Exception as again:  # noqa: BLE001 - told to the one who asked
                failure = again
            else:
                return
        job.result, job.error = None, failure

    def _settle(self, job: _Job) -> None:
        self.bell.ring(job.woken)
        if job.future.done():
            return
        if isinstance(job.error, OperationalError):
            away = TryLater(f"the database does not answer: {job.error.orig}")
            away.__cause__ = job.error
            job.future.set_exception(away)
        elif job.error:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)


def _run_on(connection: Connection, job: _Job) -> None:
    page = Page(connection)
    job.error = None
    job.result = job.use_case(page)
    page.flush()
    job.woken = page.woken


def _in_the_way(failure: Exception) -> bool:
    # PostgreSQL: 40001 serialization failure, 40P01 deadlock, 23505 a key that another writer took a moment earlier.
    state = getattr(getattr(failure, "orig", None), "sqlstate", None)
    return isinstance(failure, DBAPIError) and state in {"40001", "40P01", "23505"}
