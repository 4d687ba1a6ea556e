"""The search kept up to date: what was said is indexed a moment later, and what was erased is merged away at night."""

import asyncio
import contextlib
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from intake.searchable import index_some
from service.timetable import at_night
from storage import search_due, search_marks
from storage.book import Book

NIGHT = 3
"""The hour, UTC, at which the index's files are merged: after the hour in which cases are erased."""

REST = 5.0
"""Seconds without a new mark that are waited for: who wrote is answered first, and indexed once for both."""

PATIENCE = 30.0
"""Seconds after which is indexed though marks go on coming."""

BREATH = 4
"""After each few conversations, letters have so many times as long to themselves as these took."""

LONGEST = 60.0
MARKED_AT_ONCE = 500


@dataclass(frozen=True)
class Indexer:
    """The part of the service that indexes what is new."""

    book: Book
    rest: float = REST

    async def run(self) -> None:
        """Index whatever comes, until the service stops."""
        while True:
            await catch_up(self.book, BREATH)
            if await self.book.wait(search_marks.TOPIC, LONGEST):
                await self._lull()

    async def _lull(self) -> None:
        """Wait until no more marks come, but not for ever."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while await self.book.wait(search_marks.TOPIC, self.rest):
                    pass


async def catch_up(book: Book, breath: float = 0) -> int:
    """Index all that waits for it, resting in between; give how many conversations that were."""
    indexed, clock = 0, asyncio.get_running_loop().time
    began = clock()
    while await book.read(search_due.waits) and (some := await book.run(index_some)):
        indexed += some
        await asyncio.sleep(breath * (clock() - began))
        began = clock()
    return indexed


def merging(book: Book) -> AsyncIOScheduler:
    """Give the scheduler of the nightly merge, not yet started."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    at_night(scheduler, "merge the search", NIGHT, lambda: merge(book))
    return scheduler


async def merge(book: Book) -> bool:
    """Merge the index's files until nothing is left of what was taken out; say whether there was anything."""
    gone = await book.read(search_due.gone)
    if not gone:
        return False
    begins = True
    while await book.run(search_due.merge, begins=begins):
        begins = False
    await book.run(search_due.merged, gone)
    return True


async def rebuild(book: Book) -> int:
    """Index every case anew; give how many conversations that were."""
    await book.run(search_due.clear)
    after: tuple[str, int] | None = ("", 0)
    while after is not None:
        after = await book.run(search_due.every, after, MARKED_AT_ONCE)
    indexed = await catch_up(book)
    await merge(book)
    return indexed
