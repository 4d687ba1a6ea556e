"""What happens by the clock: a handful of ticks, none of which does anything twice."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from cases.errors import IntakeError
from cases.office import Office
from intake.delayed import delayed
from intake.tick import tick
from intake.watch import Since, Watched, watch
from storage.book import Book
from storage.claims import Node

log = structlog.get_logger()

EVERY = 30
"""Seconds between two sweeps over the clocks."""


WATCH_EVERY = 60
"""Seconds between two looks at the mailboxes."""


def timetable(
    book: Book, offices: Mapping[str, Office], node: Node, watched: Sequence[Watched] = ()
) -> AsyncIOScheduler:
    """Give the scheduler, not yet started. Its jobs live in memory: what is due stands in the database."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    started_at = node.clock()

    async def look() -> None:
        told = await book.run(watch, watched, offices, Since(started_at, node.clock()))
        if told:
            log.warning("staff were told about a mailbox", letters=told)

    add(scheduler, "tick", EVERY, lambda: sweep(book, offices, node))
    if watched:
        add(scheduler, "watch", WATCH_EVERY, look)
    return scheduler


def add(scheduler: AsyncIOScheduler, name: str, seconds: int, job: Callable[[], Awaitable[object]]) -> None:
    """Let something be done every so many seconds; where it fails, that is logged, and it is done again next time."""

    async def guarded() -> None:
        try:
            await job()
        except IntakeError as failure:  # the scheduler would only warn of a job that "raised an exception"
            log.error("a job failed and is tried again", job=name, reason=str(failure))  # noqa: TRY400 - one line says it all

    scheduler.add_job(guarded, "interval", seconds=seconds, id=name, coalesce=True, misfire_grace_time=None)


async def sweep(book: Book, offices: Mapping[str, Office], node: Node) -> int:
    """Tick until nothing is due, a transaction at a time, letters in between; give how many clocks were looked at.

    Then look at the letters that do not arrive.
    """
    looked_at = 0
    while found := await book.run(tick, offices, node.clock()):
        looked_at += found
    while await book.run(delayed, offices, node.clock()):
        pass
    return looked_at
