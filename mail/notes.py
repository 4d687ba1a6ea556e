"""What became of letters, written down however long the database is away: forgotten, a letter would go twice."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Concatenate, ParamSpec

import structlog

from cases.errors import TryLater
from storage.book import Book
from storage.page import Page

log = structlog.get_logger()
P = ParamSpec("P")

AGAIN = 1.0
"""Seconds between two tries."""

LONG = 60
"""After so many tries it is said again that they last, and a service that stops waits for no more."""


class Notes:
    """Writes notes. `settled` does not return while one is owed: until then no further letter may go out."""

    def __init__(self, book: Book, again: float = AGAIN) -> None:
        self._book = book
        self._again = again
        self._owed = 0
        self._none_owed = asyncio.Event()
        self._none_owed.set()
        self._ends = False

    async def settled(self) -> None:
        """Wait until every note is written."""
        await self._none_owed.wait()

    def end(self) -> None:
        """Give up on notes that the database does not take for long, saying so: the service stops."""
        self._ends = True

    async def write(self, use_case: Callable[Concatenate[Page, P], object], *args: P.args, **named: P.kwargs) -> None:
        """Run a use case; while the database is away, again and again. Raises what the use case raises."""
        try:
            await self._book.run(use_case, *args, **named)
        except TryLater as away:
            log.warning("what became of a letter cannot be noted; no other goes out until it is", reason=str(away))
            with self._owing():
                await self._insist(lambda page: use_case(page, *args, **named))

    @contextmanager
    def _owing(self) -> Iterator[None]:
        self._owed += 1
        self._none_owed.clear()
        try:
            yield
        finally:
            self._owed -= 1
            if not self._owed:
                self._none_owed.set()

    async def _insist(self, use_case: Callable[[Page], object]) -> None:
        for tries in count(1):
            await asyncio.sleep(self._again)
            try:
                await self._book.run(use_case)
            except TryLater as away:
                lasts = tries % LONG == 0
                if lasts:
                    log.error("what became of a letter is still not noted", tries=tries, reason=str(away))  # noqa: TRY400 - one line says it all
                if lasts and self._ends:
                    log.error("stopped without a note of what became of a letter: it may go twice")  # noqa: TRY400 - as above
                    return
            else:
                log.info("what became of a letter is noted at last", tries=tries)
                return
